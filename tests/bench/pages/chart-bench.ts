// What pages/chart.ts gives to who drives it.
export interface ChartBench {
  /** ms of one update, mean of a few */
  ours(): Promise<number>;
  bare(): Promise<number>;
}
