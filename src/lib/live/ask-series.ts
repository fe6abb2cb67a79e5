// A metric over days that are past: asked of the API, since a screen needs it once an hour and not ten times a second.

export interface SeriesQuestion {
  metric: string;
  scope: string;
  /** epoch ms */
  fromAt: number;
  toAt: number;
  stepS: number;
}

export interface SeriesPoints {
  /** epoch seconds; each point stands for the step before it */
  times: readonly number[];
  values: readonly (number | null)[];
}

export type AskSeries = (question: SeriesQuestion) => Promise<SeriesPoints>;

/** @throws Error with the server's sentence */
export const askSeries: AskSeries = async ({ metric, scope, fromAt, toAt, stepS }) => {
  const query = new URLSearchParams({
    ...{ metric, scope, step: String(stepS) },
    ...{ from: new Date(fromAt).toISOString(), to: new Date(toAt).toISOString() },
  });
  const response = await fetch(`/api/v1/series?${query}`);
  const body = (await response.json()) as SeriesPoints & { error?: { message: string } };
  if (!response.ok) throw new Error(body.error?.message ?? `The server answered ${response.status}.`);
  return body;
};
