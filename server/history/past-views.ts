// Views of the past, made and encoded in the historian's thread: the first frame of a view is full, those after it are
// deltas to what it was told before.
import type { Sight } from '#core/access/sight.ts';
import { VeiledFloor, type Veil } from '#core/access/veil.ts';
import { beginningOf } from '#core/beginning.ts';
import type { Engine } from '#core/engine.ts';
import { diff } from '#core/protocol/delta.ts';
import type { Delta, Full, Past, ServerMessage } from '#core/protocol/messages.ts';
import { momentText } from '#core/protocol/moment.ts';
import type { FloorView, SourceView } from '#core/view/floor-view.ts';
import { HttpError } from '../http/http-error.ts';
import { sourceViews } from '../source-views.ts';
import { parseTopic, type FloorTopic } from '../topics.ts';
import { ViewBuilders } from './view-builders.ts';

export interface PastQuestion {
  /** number of the view: one that plays is asked about again and again */
  view: number;
  topic: string;
  /** of those who watch */
  sight: Sight;
  /** epoch ms */
  at: number;
  past: Past;
  epoch: string;
  /** seq of the frame that was told last, 0: none */
  seq: number;
  /** whether somebody needs a full frame beside the delta */
  full: boolean;
}
export interface PastAnswer {
  seq: number;
  /** absent when the view was told before and nobody needs it */
  full?: Uint8Array<ArrayBuffer>;
  /** absent when there is nothing that it could build on */
  delta?: Uint8Array<ArrayBuffer>;
}

/** What a view that plays was told last. */
interface Told {
  seq: number;
  state: unknown;
}

/** Those asked about longest ago are let go, and begin anew when they are asked about again. */
const MOST_PLAYING = 64;

export class PastViews {
  readonly #live: Engine;
  readonly #veil: Veil;
  readonly #agentsFrom: () => number;
  readonly #builders = new ViewBuilders();
  readonly #playing = new Map<number, Told>();
  /** found when it was last looked for: what comes late may only make it earlier */
  #beginning = Infinity;

  /**
   * @param live knows who knows how things stood at an instant
   * @param veil for who sees no agents by name
   * @param agentsFrom agents are told of by name from then on, epoch ms
   */
  constructor(live: Engine, veil: Veil, agentsFrom: () => number = () => -Infinity) {
    this.#live = live;
    this.#agentsFrom = agentsFrom;
    this.#veil = veil;
  }

  /** @throws HttpError when nothing is kept of that moment */
  answer({ view, topic, sight, at, past, epoch, seq, full }: PastQuestion): PastAnswer {
    this.#mustKnow(at);
    const engine = this.#live.asOf(at);
    const known = this.#playing.get(view);
    const told = known?.seq === seq ? known : undefined;
    const shown = parsed(topic, engine);
    const whole = this.#builders.near(engine, shown, at).build(at, sourcesThen(this.#live, at));
    const state = this.#seen(whole, sight, at);
    const next = seq + 1;
    if (past.speed > 0) this.#keep(view, { seq: next, state });
    const frame = { topic, epoch, seq: next, asOf: at };
    return {
      seq: next,
      ...(!told || full ? { full: encode({ t: 'full', ...frame, state, past } satisfies Full) } : {}),
      ...(!told ? {} : { delta: encode(deltaOf(told.state, state, { ...frame, base: seq, past })) }),
    };
  }

  /** Also who sees agents by name does so only as long as they are told of. */
  #seen(whole: FloorView, { names }: Sight, at: number): FloorView {
    const isTold = whole.people === undefined || at > this.#agentsFrom();
    if (names && isTold) return whole;
    const veiled = new VeiledFloor(this.#veil).of(whole, at);
    return names && veiled.people ? { ...whole, people: veiled.people } : veiled;
  }

  #keep(view: number, told: Told): void {
    this.#playing.delete(view);
    this.#playing.set(view, told);
    if (this.#playing.size <= MOST_PLAYING) return;
    const [oldest] = this.#playing.keys();
    this.#playing.delete(oldest);
  }

  #mustKnow(at: number): void {
    if (at >= this.#beginning) return;
    const beginning = beginningOf(this.#live);
    if (beginning === null) throw notKept('Nothing has been heard of yet, so there is no past.');
    this.#beginning = beginning;
    if (at < beginning)
      throw notKept(
        `Nothing is kept of ${momentText(at)}: what is known begins at ${momentText(beginning)}. Choose a later moment.`,
      );
  }
}

const notKept = (message: string): HttpError => new HttpError(404, 'not_kept', message);

function parsed(topic: string, { metrics }: Engine): FloorTopic {
  const found = parseTopic(topic, metrics);
  if (!found.ok) throw HttpError.of(found.problem);
  return found.value;
}

/** What each source said of itself then. How it was heard is not kept: its newest event was no later than the moment. */
function sourcesThen(engine: Engine, at: number): SourceView[] {
  const then = (told: number | null) => (told === null ? null : Math.min(told, at));
  return sourceViews(engine, new Map(), at).map((view) => ({
    ...view,
    lastEventAt: then(view.lastEventAt),
    heardAt: then(view.heardAt),
    late: 0,
  }));
}

function deltaOf(before: unknown, after: unknown, position: Omit<Delta, 't' | 'changes'>): Delta {
  const changes = diff(before, after);
  return { t: 'delta', ...position, ...(changes ? { changes } : {}) };
}

/** Bytes of their own, which can be handed to another thread. */
const encode = (message: ServerMessage): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(message));
