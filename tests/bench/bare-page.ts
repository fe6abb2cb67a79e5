// As little of a page as shows something live: what came drawn by four bare uPlots and written into thirty cells.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type uPlotType from 'uplot';

const file = (name: string): string =>
  readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${name}`), 'utf8');

/** HTML that watches the server it came from. */
export function barePage(): string {
  return `<!doctype html><meta charset="utf-8"><title>bare</title>
    <style>${file('uPlot.min.css')} body { margin: 0; display: flex; flex-wrap: wrap; font: 24px sans-serif } i { width: 190px }</style>
    <b data-metric="waiting@now" data-value="0">0</b>
    <script>${file('uPlot.iife.min.js')}</script>
    <script>(${live.toString()})()</script>`;
}

/** HTML that does the least that a page can do with what comes: so many short texts are written in the next frame. */
export function textsPage(count: number): string {
  return `<!doctype html><meta charset="utf-8"><title>texts</title>
    <style>body { font: 24px sans-serif } i { display: inline-block; contain: strict; width: 150px; height: 30px }</style>
    <body><script>(${writeTexts.toString()})(${count})</script>`;
}

/** Runs in the page. */
function writeTexts(count: number): void {
  const texts = Array.from({ length: count }, () => document.body.appendChild(document.createElement('i')));
  let updates = 0;
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.addEventListener('message', ({ data }) => {
    const { asOf } = JSON.parse(data as string) as { asOf: number };
    requestAnimationFrame(() => {
      updates++;
      texts.forEach((text, i) => (text.textContent = String((asOf % 1000) + updates + i)));
      document.body.dataset.link = 'live';
    });
  });
}

declare const uPlot: typeof uPlotType;

/** Runs in the page. */
function live(): void {
  const [plotCount, points, cellCount] = [4, 120, 30];
  const size = { width: 460, height: 420, legend: { show: false }, cursor: { show: false } };
  const series = [{}, { stroke: '#246', width: 3 }, { stroke: '#888', width: 2, dash: [6, 4] }];
  const times = Array.from({ length: points }, (_, i) => i);
  const lines = Array.from({ length: plotCount }, () => [
    times,
    ...[1, 2].map((n) => times.map((i) => Math.sin(i / 9) * n)),
  ]);
  const plots = lines.map((data) => new uPlot({ ...size, series }, data as uPlotType.AlignedData, document.body));
  const cells = Array.from({ length: cellCount }, () => document.body.appendChild(document.createElement('i')));
  const hero = document.querySelector<HTMLElement>('b');
  let frames = 0;
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.addEventListener('message', ({ data }) => {
    const { probes } = JSON.parse(data as string) as { probes: number };
    frames++;
    plots.forEach((plot, i) => {
      lines[i] = lines[i].map((line, n) => [
        ...line.slice(1),
        n === 0 ? line[points - 1] + 1 : Math.sin(frames + i) * n,
      ]);
      plot.setData(lines[i] as uPlotType.AlignedData);
    });
    cells.forEach((cell, i) => (cell.textContent = String(frames + i)));
    if (hero) hero.dataset.value = hero.textContent = String(probes);
    document.body.dataset.link = 'live';
  });
}
