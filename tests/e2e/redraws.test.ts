// How often a wall draws: a chart that is drawn twice in one frame is drawn once in vain, as is a frame in which nothing is.
import { expect, test, type Page } from '@playwright/test';
import type { CloudEvent } from '#core/event.ts';
import { answered, post, queued } from '../support/events.ts';
import { openWall, Site } from './site.ts';

interface Drawn {
  frames: number;
  draws: number;
  /** of one canvas in one frame */
  most: number;
}

let site: Site;
test.beforeAll(async () => {
  site = await Site.open();
});
test.afterAll(() => site.close());

/** In the page, before its scripts: counts by canvas what is drawn anew from one frame to the next. */
function countDraws(): void {
  const drawn: Drawn = { frames: 0, draws: 0, most: 0 };
  Object.assign(window, { drawn });
  let inFrame = new Map<HTMLCanvasElement, number>();
  const next = (): void => {
    drawn.frames++;
    inFrame = new Map();
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  const { prototype } = CanvasRenderingContext2D;
  // Each drawing of a chart begins by clearing its canvas.
  const clear = prototype.clearRect;
  prototype.clearRect = function (...box) {
    const times = (inFrame.get(this.canvas) ?? 0) + 1;
    inFrame.set(this.canvas, times);
    drawn.draws++;
    drawn.most = Math.max(drawn.most, times);
    clear.apply(this, box);
  };
}

/** Told late: answered at points that are drawn already. Each round waited longer than all before, and is more, to be seen. */
const visits = (round: number): CloudEvent[] =>
  Array.from({ length: 40 * (round + 1) }, (_, i) => {
    const visit = `redraw-${round}-${i}`;
    const at = Date.now() - 90_000;
    return [queued('sales', visit, at - 10_000 * (round + 1)), answered(visit, at)];
  }).flat();

const drawnOn = (page: Page): Promise<Drawn> =>
  page.evaluate(() => ({ ...(window as unknown as { drawn: Drawn }).drawn }));

test('a chart of a wall is drawn at most once a frame, however many events come', async ({ page }) => {
  await page.addInitScript(countDraws);
  await openWall(page, site.app.url);
  await page.evaluate(() => document.fonts.ready);
  const before = await drawnOn(page);
  expect(before.draws).toBeGreaterThan(0);
  for (let round = 0; round < 6; round++) {
    const { draws } = await drawnOn(page);
    await post(site.app.url, visits(round));
    await expect.poll(async () => (await drawnOn(page)).draws).toBeGreaterThan(draws);
  }
  const { draws, frames, most } = await drawnOn(page);
  console.log(`${draws - before.draws} draws in ${frames - before.frames} frames`);
  expect(most).toBe(1);
});

/** In the page, before its scripts. */
function countFrames(): void {
  const frames = { asked: 0 };
  Object.assign(window, { frames });
  const ask = requestAnimationFrame;
  window.requestAnimationFrame = (draw) => {
    frames.asked++;
    return ask(draw);
  };
}

/** In the page. @returns frames it asked for, and pictures it drew, until so many are drawn */
async function framesOf(pictures: number): Promise<{ asked: number; drawn: number }> {
  const { frames } = window as unknown as { frames: { asked: number } };
  const wall = document.querySelector('[data-as-of]') as Element;
  const before = frames.asked;
  let drawn = 0;
  await new Promise<void>((done) => {
    new MutationObserver((changes) => {
      drawn += changes.length;
      if (drawn >= pictures) done();
    }).observe(wall, { attributes: true, attributeFilter: ['data-as-of'] });
  });
  return { asked: frames.asked - before, drawn };
}

test('a picture is drawn in the one frame that it asks for', async ({ page }) => {
  await page.addInitScript(countFrames);
  await openWall(page, site.app.url);
  let isOver = false;
  const events = (async () => {
    for (let i = 0; !isOver; i++) await post(site.app.url, [queued('sales', `frame-${i}`, Date.now())]);
  })();
  const { asked, drawn } = await page.evaluate(framesOf, 40);
  isOver = true;
  await events;
  console.log(`${asked} frames asked for ${drawn} pictures`);
  // What looks whether the page is still drawn, and rows that come, ask for some of their own.
  expect(asked).toBeLessThan(1.5 * drawn);
});
