// Views of the floors of the stories, as a server would send them to a screen that shows one widget: what the widget
// needs and nothing else.
import { nameIn } from '#core/directory.ts';
import type { FloorView, Series, SourceView } from '#core/view/floor-view.ts';
import { parseShow, type Show, type ShownLine } from '#core/view/show.ts';
import { NO_VIEW } from '#lib/live/no-view.ts';
import { ACT, CALM, LARGEST, LONG_NAMES, LOOK } from './floors.ts';
import { lineOf } from './lines.ts';
import { agentsOf, flowOf, ladderOf, queuesOf, sitesOf, streamsOf } from './parts.ts';
import { StoryReadings } from './readings.ts';
import { STORY_AT, STORY_ZONE, type StoryFloor, type StoryQueue } from './story-floor.ts';

const kept = new Map<string, StoryViews>();

/** The same for all boxes that show the same needs. @param needs as in the widget's manifest */
export function storyViews(needs: readonly string[], language: string): StoryViews {
  const key = `${language} ${needs.join()}`;
  const views = kept.get(key) ?? new StoryViews(needs, language);
  kept.set(key, views);
  return views;
}

const FLOORS = { calm: CALM, look: LOOK, act: ACT, largest: LARGEST, longNames: LONG_NAMES };

/** What an example's view is made from; each is computed when it is asked for. */
export class StoryViews {
  readonly #show: Show;
  readonly #language: string;
  readonly #made = new Map<StoryFloor, FloorView>();

  /** @param needs items of a show list, as in the widget's manifest @throws where an item is none */
  constructor(needs: readonly string[], language: string) {
    const show = parseShow(needs.join());
    if (!show.ok) throw new Error(show.problem.message);
    this.#show = show.value;
    this.#language = language;
  }

  get calm(): FloorView {
    return this.of(CALM);
  }
  /** something is above its goal */
  get look(): FloorView {
    return this.of(LOOK);
  }
  /** somebody has to do something */
  get act(): FloorView {
    return this.of(ACT);
  }
  /** 2 000 people, numbers of seven digits, hours, 100 % and −100 */
  get largest(): FloorView {
    return this.of(LARGEST);
  }
  /** in Russian, whatever the screen speaks */
  get longNames(): FloorView {
    return this.of(LONG_NAMES);
  }
  /** before the first event */
  get nothing(): FloorView {
    const { title, scope } = CALM;
    const none = { flow: { ...NO_FLOW }, ladder: { waiting: 0, people: {}, queues: {} } };
    const parts = { agents: { states: [], byState: {} }, queues: [], sites: [], streams: [], ...none };
    const needed = Object.entries(parts).filter(([part]) => this.#show.parts.has(part as keyof typeof parts));
    const head = { title: nameIn(title, this.#language), scope, zone: STORY_ZONE };
    return { ...NO_VIEW, ...head, ...Object.fromEntries(needed) };
  }

  of(floor: StoryFloor): FloorView {
    const made = this.#made.get(floor) ?? this.#make(floor);
    this.#made.set(floor, made);
    return made;
  }

  /** One of the floors with other figures of its queues. */
  withQueues(floor: keyof typeof FLOORS, change: (queue: StoryQueue) => Partial<StoryQueue>): FloorView {
    const { queues, ...rest } = FLOORS[floor];
    return this.of({ ...rest, queues: queues.map((queue) => ({ ...queue, ...change(queue) })) });
  }

  /** One of the floors with other people on it. */
  withPeople(floor: keyof typeof FLOORS, people: StoryFloor['people']): FloorView {
    return this.of({ ...FLOORS[floor], people });
  }

  /** So many waiting, most of them for a short time: on a floor to look at. */
  withWaiting(people: number): FloorView {
    const all = LOOK.queues.map((queue) => queue.waiting).reduce((a, b) => a + b, 0);
    let left = people;
    const queues = LOOK.queues.map((queue, i) => {
      const isLast = i === LOOK.queues.length - 1;
      const waiting = isLast ? left : Math.min(left, Math.round((people * queue.waiting) / all));
      left -= waiting;
      const overdue = Math.round((waiting * queue.overdue) / Math.max(1, queue.waiting));
      return { ...queue, waiting, overdue, longestS: waiting > 0 ? queue.longestS : 0 };
    });
    return this.of({ ...LOOK, queues });
  }

  #make(floor: StoryFloor): FloorView {
    const { parts, readings: shown, lines } = this.#show;
    const readings = new StoryReadings(floor);
    const view: FloorView = {
      scope: floor.scope,
      title: nameIn(floor.title, this.#language),
      zone: STORY_ZONE,
      newestAt: STORY_AT - 300,
      simulated: false,
      sources: SOURCES,
      thresholdS: 30,
      readings: Object.fromEntries(shown.map(({ key, metric, window }) => [key, readings.of(metric, window)])),
      lines: Object.fromEntries(lines.map((line) => [line.key, seriesOf(line, floor, readings)])),
    };
    if (parts.has('agents')) view.agents = agentsOf(floor);
    if (parts.has('queues')) view.queues = queuesOf(floor, this.#language);
    if (parts.has('flow')) view.flow = flowOf(readings);
    if (parts.has('ladder')) view.ladder = ladderOf(floor, this.#language);
    if (parts.has('sites')) view.sites = sitesOf(floor, this.#language);
    if (parts.has('streams')) view.streams = streamsOf(floor);
    return view;
  }
}

/** On the floor to look at nothing was heard for some minutes: lines break there. */
const GAP = [0.3, 0.38] as const;

function seriesOf(line: ShownLine, floor: StoryFloor, readings: StoryReadings): Series {
  const { value, unit, margin } = readings.of(line.metric, line.window);
  const now = line.isMargin ? margin : value;
  if (now === null || now === undefined) return {};
  return lineOf(line, now, line.isMargin ? 's' : unit, line.isMargin ? 1.1 : floor.before, floor === LOOK ? GAP : null);
}

const NO_FLOW = {
  ...{ assistant: 0, resolved: 0, handedOver: 0, leftAssistant: 0 },
  ...{ direct: 0, answered: 0, lost: 0, moved: 0 },
};

const UP = { state: 'up', late: 0, rejected: 0, skewMs: 120, simulated: false } as const;
const SOURCES: SourceView[] = [
  { ...UP, id: 'pbx1', lastEventAt: STORY_AT - 300, heardAt: STORY_AT - 300, since: STORY_AT - 6 * 3_600_000 },
  { ...UP, id: 'assistant', lastEventAt: STORY_AT - 700, heardAt: STORY_AT - 700, since: STORY_AT - 6 * 3_600_000 },
];
