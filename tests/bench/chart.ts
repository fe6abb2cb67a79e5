// An update of the chart of walls and of a bare uPlot of the same size with the same data, by turns in a real Chromium:
// from the new data until it is drawn.
import { join } from 'node:path';
import { build } from 'vite';
import { launchBrowser } from './browser.ts';
import { median, type Figure } from './figure.ts';
import type { ChartBench } from './pages/chart-bench.ts';

const ROUNDS = 150;
const WARM_UP = 30;
const STYLE = '<style>:root { --data1: #1f6fd1; --dim: #5c6b79; --line: #e3e8ec; --look: #9a6700 }</style>';

export async function run(): Promise<Figure[]> {
  const [script, style] = await bundle('chart.ts');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(`<!doctype html>${STYLE}<style>${style}</style><body></body>`);
    await page.addScriptTag({ content: script });
    const rounds: { ours: number; bare: number }[] = [];
    for (let i = 0; i < WARM_UP + ROUNDS; i++)
      rounds.push(
        await page.evaluate(async () => {
          const { bench } = window as unknown as { bench: ChartBench };
          return { bare: await bench.bare(), ours: await bench.ours() };
        }),
      );
    return figures(rounds.slice(WARM_UP));
  } finally {
    await browser.close();
  }
}

function figures(rounds: readonly { ours: number; bare: number }[]): Figure[] {
  const what = 'an hour of two lines drawn anew by the chart of walls';
  return [
    {
      name: 'chart.ratio',
      what: `${what}, by the time of a bare uPlot`,
      value: median(rounds.map(({ ours, bare }) => ours / bare)),
      unit: '×',
      goal: { atMost: 1.2 },
    },
    {
      name: 'chart.ms',
      what: 'the same',
      value: median(rounds.map(({ ours }) => ours)),
      unit: 'ms',
      beside: { what: 'bare uPlot', value: median(rounds.map(({ bare }) => bare)) },
    },
  ];
}

/** @returns script and style of a page of pages/, each in one piece */
async function bundle(entry: string): Promise<[script: string, style: string]> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'pages', entry), formats: ['iife'], name: 'page', cssFileName: 'page' },
    },
  });
  const [{ output }] = built as { output: { fileName: string; code?: string; source?: string | Uint8Array }[] }[];
  const of = (extension: string): string => {
    const found = output.find(({ fileName }) => fileName.endsWith(extension));
    return found?.code ?? String(found?.source ?? '');
  };
  return [of('.js'), of('.css')];
}
