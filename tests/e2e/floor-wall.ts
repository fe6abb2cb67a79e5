// What a person reads off the floor wall, and what the API says at the same moment.
import type { Page } from '@playwright/test';

export interface Painted {
  /** epoch ms of the frame that is on the screen */
  asOf: number;
  heroes: Record<string, string>;
  /** queue → column → raw value */
  rows: Record<string, Record<string, string>>;
  agentsByState: Record<string, string>;
}

/** All of it in one go, so that it belongs to one frame. */
export function readWall(page: Page): Promise<Painted> {
  return page.evaluate(() => {
    const attribute = (element: Element, name: string) => element.getAttribute(name) ?? '';
    const main = document.querySelector('main');
    const painted: Painted = { asOf: Number(main?.dataset.asOf), heroes: {}, rows: {}, agentsByState: {} };
    for (const one of document.querySelectorAll('[data-metric]'))
      painted.heroes[attribute(one, 'data-metric')] = attribute(one, 'data-value');
    for (const one of document.querySelectorAll('[data-state]'))
      painted.agentsByState[attribute(one, 'data-state')] = attribute(one, 'data-value');
    for (const row of document.querySelectorAll('[data-queue]')) {
      const cells: Record<string, string> = {};
      for (const cell of row.querySelectorAll('[data-col][data-value]'))
        cells[attribute(cell, 'data-col')] = attribute(cell, 'data-value');
      painted.rows[attribute(row, 'data-queue')] = cells;
    }
    return painted;
  });
}

/** A painted value as a number; "" is nothing to say. */
export const number = (text: string | undefined): number | null =>
  text === undefined || text === '' ? null : Number(text);

/** Resolves when a changed size has been laid out, with its fonts, and nothing moves any more; an alert's ■ pulses on. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  });
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((a) => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity),
  );
}

/**
 * Texts that are cut, and pairs of texts that lie over each other. Sentences, empty when all is well.
 * @param frames a selector: each of these is looked at by itself, whatever the page does; default: the page
 */
export async function misprints(page: Page, frames?: string): Promise<string[]> {
  return page.evaluate((frames) => {
    const found: string[] = [];
    if (!frames) return inside(document.body);
    for (const frame of document.querySelectorAll<HTMLElement>(frames))
      found.push(...inside(frame).map((sentence) => `${frame.dataset.story}: ${sentence}`));
    return found;

    function inside(root: HTMLElement): string[] {
      const found: string[] = [];
      scrollTo(0, 0);
      const boxes: { text: string; box: DOMRect; ink: { top: number; bottom: number } }[] = [];
      // In the hand a wall scrolls, elsewhere never.
      const scrolls = innerWidth < 600;
      const bottom = scrolls ? document.documentElement.scrollHeight : innerHeight;
      if (!frames && !scrolls && document.documentElement.scrollHeight > innerHeight) found.push('the page scrolls');
      const limits = frames ? root.getBoundingClientRect() : { left: 0, top: 0, right: innerWidth, bottom };
      const canvas = document.createElement('canvas').getContext('2d');
      // A line's box is much taller than its letters, most of all where they are large: the letters count.
      const inkOf = (text: string, box: DOMRect, font: string) => {
        if (!canvas) throw new Error('no canvas to measure letters with');
        canvas.font = font;
        const m = canvas.measureText(text);
        const scale = box.height / (m.fontBoundingBoxAscent + m.fontBoundingBoxDescent);
        const baseline = box.top + m.fontBoundingBoxAscent * scale;
        return {
          top: baseline - m.actualBoundingBoxAscent * scale,
          bottom: baseline + m.actualBoundingBoxDescent * scale,
        };
      };
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim();
        const parent = node.parentElement;
        if (!text || !parent || parent.closest('script, style, .visually-hidden, [hidden]')) continue;
        const style = getComputedStyle(parent);
        if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width < 2 || box.height < 2) continue;
        const ink = inkOf(text, box, `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`);
        if (
          box.left < limits.left - 1 ||
          ink.top < limits.top - 1 ||
          box.right > limits.right + 1 ||
          ink.bottom > limits.bottom + 1
        )
          found.push(`"${text}" leaves the screen`);
        if (range.getClientRects().length > 1 && !parent.closest('p')) found.push(`"${text}" wraps`);
        for (let up: Element | null = parent; up && up !== root; up = up.parentElement) {
          const around = getComputedStyle(up);
          if (around.overflowX !== 'hidden' && around.overflowX !== 'clip') continue;
          const edge = up.getBoundingClientRect();
          if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push(`"${text}" is cut`);
          break;
        }
        boxes.push({ text, box, ink });
      }
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const height = Math.min(a.ink.bottom, b.ink.bottom) - Math.max(a.ink.top, b.ink.top);
          if (width > 1 && height > 1) found.push(`"${a.text}" lies over "${b.text}"`);
        }
      }
      return found;
    }
  }, frames);
}
