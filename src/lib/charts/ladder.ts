// The ladder of waiting: a mark for everybody who waits, as high as they have waited long, on rungs of time. A pool of
// marks that only grows; an update touches those that moved.
import { select } from 'd3-selection';
import type { Level } from '#core/level.ts';
import './ladder.css';
import { bandOf, rungsFor, spotsOf, type Climber, type LadderGoal } from './ladder-rungs.ts';

export interface LadderSpec {
  /** of a rung */
  time(seconds: number): string;
  count(people: number): string;
}

export interface LadderData {
  /** longest first */
  people: readonly Climber[];
  /** how many more there are, who wait shorter */
  unseen: number;
  /** its rungs are marked; absent: not known yet, and there are none */
  goal: LadderGoal | undefined;
}

export interface LadderChart {
  draw(data: LadderData): void;
  destroy(): void;
}

interface Frame {
  size: number;
  left: number;
  right: number;
  width: number;
  height: number;
}

/** of the text's size */
const MARKS = [1.5, 1.2, 0.95, 0.75, 0.6, 0.45, 0.35, 0.25, 0.18];
const LEAST_BAND = 1.5;
const LETTER = 0.62;

export function createLadder(svg: SVGSVGElement, { time, count }: LadderSpec): LadderChart {
  let data: LadderData | null = null;
  let [width, height, size] = [0, 0, 0];
  let rungs = '';
  const rungLayer = select(svg).append('g');
  const countLayer = select(svg).append('g');
  const markLayer = select(svg).append('g');
  const marks: SVGCircleElement[] = [];
  const drawn: string[] = [];

  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = svg);
    size = parseFloat(getComputedStyle(svg).fontSize);
    rungs = '';
    draw();
  });
  observer.observe(svg);

  function draw(): void {
    if (!data?.goal || width === 0 || height < size * 4) return;
    const { people, unseen, goal } = data;
    const longest = people[0]?.waitS ?? 0;
    const bounds = rungsFor(goal, longest, Math.floor((height - size) / (size * LEAST_BAND)));
    const frame = frameOf(bounds);
    drawRungs(bounds, frame, goal);
    drawCounts(bounds, frame, people, unseen);
    drawMarks(bounds, frame, people);
  }

  function frameOf(bounds: readonly number[]): Frame {
    const left = (Math.max(...bounds.map((bound) => time(bound).length)) * LETTER + 1.5) * size;
    return { size, left, right: size * 3.2, width, height: height - size };
  }

  const yOf = (share: number, { height, size }: Frame): number => size / 2 + height * (1 - share);

  function drawRungs(bounds: readonly number[], frame: Frame, { look, act }: LadderGoal): void {
    const signature = [...bounds, look, act].join();
    if (signature === rungs) return;
    rungs = signature;
    const at = bounds.map((bound, i) => ({ bound, y: yOf(i / (bounds.length - 1), frame) }));
    const classOf = (bound: number): string => `rung ${bound === look ? 'look' : bound === act ? 'act' : ''}`;
    const sign = (bound: number): string => (bound === look ? '▲ ' : bound === act ? '■ ' : '');
    rungLayer
      .selectAll<SVGLineElement, (typeof at)[number]>('line')
      .data(at)
      .join('line')
      .attr('class', ({ bound }) => classOf(bound))
      .attr('x1', frame.left)
      .attr('x2', frame.width)
      .attr('y1', ({ y }) => y)
      .attr('y2', ({ y }) => y);
    rungLayer
      .selectAll<SVGTextElement, (typeof at)[number]>('text')
      .data(at)
      .join('text')
      .attr('class', ({ bound }) => classOf(bound))
      .attr('x', frame.left - size * 0.5)
      .attr('y', ({ y }) => y)
      .text(({ bound }) => sign(bound) + time(bound));
  }

  function drawCounts(bounds: readonly number[], frame: Frame, people: readonly Climber[], unseen: number): void {
    const counts = new Array<number>(bounds.length - 1).fill(0);
    for (const { waitS } of people) counts[bandOf(waitS, bounds)]++;
    countLayer
      .selectAll<SVGTextElement, number>('text')
      .data(counts)
      .join('text')
      .attr('class', 'count')
      .attr('x', frame.width)
      .attr('y', (_, band) => yOf((band + 0.5) / counts.length, frame))
      .text((n, band) => (band === 0 && unseen > 0 ? `+ ${count(n + unseen)}` : n > 0 ? count(n) : ''));
  }

  function drawMarks(bounds: readonly number[], frame: Frame, people: readonly Climber[]): void {
    const waits = people.map(({ waitS }) => waitS);
    const room = frame.width - frame.left - frame.right;
    let mark = 0;
    let spots = spotsOf([], bounds, 1);
    for (const share of MARKS) {
      mark = share * size;
      spots = spotsOf(waits, bounds, mark / frame.height);
      if (spots.every(({ lane }) => (lane + 1) * mark <= room)) break;
    }
    while (marks.length < people.length) marks.push(markLayer.append('circle').node() as SVGCircleElement);
    const lanes = Math.max(1, Math.floor(room / mark));
    for (let i = 0; i < marks.length; i++) {
      const spot = spots[i] as (typeof spots)[number] | undefined;
      const x = frame.left + (((spot?.lane ?? 0) % lanes) + 0.5) * mark + size * 0.3;
      const y = Math.max(mark / 2, yOf(spot?.up ?? 0, frame) - mark / 2);
      const next = spot ? `${x.toFixed(1)} ${y.toFixed(1)} ${(mark * 0.42).toFixed(1)} ${people[i].level}` : '';
      if (next === drawn[i]) continue;
      drawn[i] = next;
      place(marks[i], next);
    }
  }

  return {
    draw(next) {
      data = next;
      draw();
    },
    destroy() {
      observer.disconnect();
      select(svg).selectAll('*').remove();
      marks.length = 0;
    },
  };
}

function place(mark: SVGCircleElement, drawn: string): void {
  const [x, y, r, level] = drawn.split(' ') as [string, string, string, Level];
  mark.setAttribute('class', drawn === '' ? 'nobody' : `mark ${level}`);
  if (drawn === '') return;
  mark.setAttribute('cx', x);
  mark.setAttribute('cy', y);
  mark.setAttribute('r', r);
}
