// A floor as a page sees it: the newest view, or that of a moment of the past, and how old it is.
import type { Past, Starting } from '#core/protocol/messages.ts';
import { momentQuery, type Moment } from '#core/protocol/moment.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import type { Link } from './connection.ts';
import { giveUpDrawing } from './give-up-drawing.ts';
import { AMBER_MS, judgeFreshness, judgeKept, judgePast, type Freshness } from './freshness.ts';
import type { Frame, Line, Listener } from './line.svelte.ts';

/** a screen whose code failed still says that it is live: no longer than this */
const UNDRAWN_MS = 10_000;

export interface FloorWish {
  /** as in the API: "all", "site:rostov" */
  scope: string;
  /** what of the floor is needed, as the topic's `show`; absent: what the server shows by itself */
  show?: readonly string[];
  /** of names; absent: the operator's */
  language?: string;
}

export class FloorFeed {
  /** replaced as a whole, never changed inside; null before the first frame, and where there is none */
  view = $state.raw<FloorView | null>(null);
  /** epoch ms of the frame on the screen */
  asOf = $state.raw<number | null>(null);
  /** of the frame on the screen, null: it is of the present */
  past = $state.raw<Past | null>(null);
  /** the moment that was asked for, null: the present */
  wanted = $state.raw<Moment | null>(null);
  /** what was asked for last is on its way */
  isLooking = $state.raw(true);
  /** what played the past has come to the present */
  hasCaughtUp = $state.raw(false);
  freshness = $state.raw<Freshness>({ age: 'fresh', ageMs: null, cause: null, upTo: null });
  /** why the server can't show this topic */
  refusal = $state.raw<string | null>(null);

  /** what is on the screen was kept from before the page was loaded: nothing newer came yet */
  isKept = $state.raw(false);

  /** IANA zone of the site, null before the first view */
  zone = $state.raw<string | null>(null);

  /** the moment that is shown; before anything is, that which was asked for. null: the present */
  readonly moment = $derived.by<Moment | null>(() => {
    if (this.view === null || this.asOf === null) return this.wanted;
    return this.past && { at: this.asOf, speed: this.past.speed };
  });

  /** what the frame on the screen was asked for with; null before the first */
  shown = $state.raw<FloorWish | null>(null);

  readonly #line: Line;
  #wish: FloorWish;
  readonly #listener: Listener<FloorView> = {
    paint: (frame) => this.#paint(frame),
    refused: (sentence) => this.#refused(sentence),
    caughtUp: () => (this.hasCaughtUp = true),
    link: (link) => this.#turn(link),
    look: () => this.#look(),
    isCalm: () => this.#isCalm(),
    zone: () => this.zone,
  };
  #heardAt = 0;
  /** the newest that the server has heard of, epoch ms, and when it last became newer, by performance.now() */
  readonly #newest = { at: Infinity, rose: -Infinity };
  #kept: Frame<FloorView>['kept'] = null;
  /** somebody says what is drawn */
  #isFollowed = false;
  /** monotonic ms of the first frame that came since the last was drawn; null: all is drawn */
  #undrawnSince: number | null = null;
  #isStarted = false;
  #unwatch = (): void => {};

  constructor(line: Line, wish: FloorWish, moment: Moment | null = null) {
    this.#line = line;
    this.#wish = wish;
    this.wanted = moment;
  }

  get link(): Link {
    return this.#line.link;
  }
  /** epoch ms by the server's clock */
  /** What the server hears has become newer just now. */
  get isAdvancing(): boolean {
    return performance.now() - this.#newest.rose < AMBER_MS;
  }

  get now(): number | null {
    return this.#line.now;
  }
  /** the server serves another build of the page, which loaded itself too often to try again */
  get isStuck(): boolean {
    return this.#line.isStuck;
  }
  /** how far the server is that still reads its log */
  get starting(): Starting | null {
    return this.#line.starting;
  }

  /** @returns stops */
  start(): () => void {
    this.#isStarted = true;
    this.#watch();
    return () => {
      this.#isStarted = false;
      this.#unwatch();
    };
  }

  /** Shows another moment, null: the present. What is on the screen stays until the first frame of that. */
  go(moment: Moment | null): void {
    if (moment?.at === this.wanted?.at && moment?.speed === this.wanted?.speed) return;
    Object.assign(this, { wanted: moment, isLooking: true, hasCaughtUp: false, refusal: null });
    if (this.#isStarted) this.#watch();
  }

  /** Shows another scope, or something else of it. What is on the screen stays until the first frame of that. */
  ask(wish: FloorWish): void {
    if (topicOf(wish, null) === topicOf(this.#wish, null)) return;
    this.#wish = wish;
    const { moment } = this;
    // What played goes on from where it is.
    if (moment && moment.speed > 0 && this.wanted) this.wanted = moment;
    Object.assign(this, { isLooking: true, hasCaughtUp: false, refusal: null });
    if (this.#isStarted) this.#watch();
  }

  /** By a screen that nobody looks after, whenever it has drawn what came: when that stops, its code has failed. */
  drawn(): void {
    this.#isFollowed = true;
    this.#undrawnSince = null;
    if (this.asOf !== null && !this.isKept) this.#line.reporter?.drawn(this.asOf);
  }

  #watch(): void {
    this.#unwatch();
    this.#unwatch = this.#line.watch(topicOf(this.#wish, this.wanted), this.#listener);
  }

  #paint({ state, asOf, past, heardAt, kept }: Frame<FloorView>): void {
    this.#heardAt = heardAt;
    this.#undrawnSince ??= performance.now();
    this.#kept = kept;
    this.#noteNewest(past || kept ? null : state.newestAt);
    const isFirst = this.view === null;
    Object.assign(this, {
      view: state,
      zone: state.zone,
      shown: this.#wish,
      asOf,
      past,
      isKept: kept !== null,
      refusal: null,
      isLooking: false,
    });
    // While all is fresh the age need not be said anew with every frame: the timer does.
    if (!isFirst && this.freshness.age === 'fresh') return;
    this.#line.refresh();
    this.#look();
  }

  /** @param at null: nothing that goes on from here */
  #noteNewest(at: number | null): void {
    if (at !== null && at > this.#newest.at) this.#newest.rose = performance.now();
    this.#newest.at = at ?? Infinity;
  }

  #refused(sentence: string): void {
    // What was on the screen is not what was asked for.
    if (this.wanted || this.shown !== this.#wish) Object.assign(this, { view: null, asOf: null, past: null });
    Object.assign(this, { refusal: sentence, isLooking: false });
  }

  #turn(link: Link): void {
    // What played goes on from where it is, not from its beginning (P45).
    const { moment } = this;
    if (link === 'lost' && moment && moment.speed > 0 && this.wanted) this.go(moment);
  }

  #look(): void {
    if (this.#isFollowed && this.#undrawnSince !== null && performance.now() - this.#undrawnSince > UNDRAWN_MS) {
      giveUpDrawing();
      this.#undrawnSince = performance.now();
    }
    const { moment } = this;
    const silentMs = performance.now() - this.#heardAt;
    this.freshness = this.#kept
      ? judgeKept(this, Date.now() - this.#kept.clockOffMs)
      : moment
        ? judgePast({ link: this.link, asOf: this.asOf, isPlaying: moment.speed > 0, silentMs })
        : judgeFreshness(this);
  }

  #isCalm(): boolean {
    return !!this.view && this.freshness.age === 'fresh' && (this.view.queues ?? []).every((q) => q.level !== 'act');
  }
}

/** The same wish has the same name everywhere: the server computes it once for all who watch it. */
function topicOf({ scope, show, language }: FloorWish, moment: Moment | null): string {
  const parts = [`floor?scope=${encoded(scope)}`];
  if (moment) parts.push(momentQuery(moment));
  if (language) parts.push(`lang=${language}`);
  if (show) parts.push(`show=${show.map(encoded).join(',')}`);
  return parts.join('&');
}

const encoded = (text: string): string => text.replace(/[%&+#]/g, encodeURIComponent);
