// Which board a kiosk shows and which it prepares. A board is shown when its first picture is there, never before; the one
// before it stays as long. Time is an argument.
import { JUMP_USUAL, type Playlist } from '#core/board/playlist.ts';

/** A board in its turn, or because its site turned red. Each turn has a number of its own. */
export interface Slide {
  turn: number;
  board: string;
  scope: string;
  /** site that turned red */
  site: string | null;
}

/** What comes after the board that is shown. */
export interface Upcoming {
  board: string;
  scope: string;
  /** monotonic ms; it comes later when its first picture does */
  dueAt: number;
}

/** What a screen says of it. */
export interface Coming {
  name: string;
  /** whole seconds, 1 at least */
  inS: number;
}

/** so long before its turn a board is prepared */
export const PREPARE_MS = 5_000;
/** a board that is not there so long after its turn began, or after it was asked for, is left out */
export const PATIENCE_MS = 10_000;
/** what was interrupted is shown at least so long again */
const RESUMED_MS = 10_000;

export class Rotation {
  /** null before the first picture */
  shown: Slide | null = null;
  /** mounted and not seen yet */
  next: Slide | null = null;
  #playlist: Playlist;
  /** of the entry that is shown, or was interrupted */
  #entry = -1;
  /** of the entry that `next` is; of a jump the same as #entry */
  #nextEntry = 0;
  /** monotonic ms: when the next one is due */
  #dueAt = 0;
  #preparedAt = 0;
  /** how much longer the interrupted entry had */
  #leftMs: number | null = null;
  #turns = 0;

  constructor(playlist: Playlist) {
    this.#playlist = playlist;
  }

  /** null: what is shown stays, or nothing is shown yet */
  get upcoming(): Upcoming | null {
    const entry = this.shown && this.#entryAfter(this.#entry);
    if (entry === null) return null;
    const { board, scope = 'all' } = this.next ?? this.#playlist.boards[entry];
    return { board, scope, dueAt: this.#dueAt };
  }

  /** What is shown stays until the first board of the new playlist is there. */
  change(playlist: Playlist, now: number): void {
    this.#playlist = playlist;
    this.#entry = -1;
    this.#leftMs = null;
    this.#dueAt = now;
    this.next = null;
  }

  /**
   * @param isReady what `next` shows is there
   * @param red a site whose turn it is to interrupt
   * @returns that site has its turn
   */
  look(now: number, isReady: boolean, red: string | null): boolean {
    const interrupts = red !== null && this.#interrupt(red, now);
    if (this.next && isReady && !interrupts && now >= this.#dueAt) this.#show(this.next, now);
    else if (this.next && now >= Math.max(this.#dueAt, this.#preparedAt) + PATIENCE_MS) this.#leaveOut(now);
    else if (!this.next && now >= this.#dueAt - PREPARE_MS) this.#prepare(now);
    return interrupts;
  }

  #interrupt(site: string, now: number): boolean {
    const jump = this.#playlist.jumpToRed;
    // One interruption at a time, and none before there is anything to interrupt.
    if (!jump || !this.shown || this.shown.site !== null || this.next?.site) return false;
    this.#leftMs = Math.max(RESUMED_MS, this.#dueAt - now);
    this.#dueAt = now;
    this.#nextEntry = this.#entry;
    this.#ask({ board: jump.board, scope: `site:${site}`, site }, now);
    return true;
  }

  #show(slide: Slide, now: number): void {
    this.shown = slide;
    this.next = null;
    this.#entry = this.#nextEntry;
    if (slide.site !== null) this.#dueAt = now + (this.#playlist.jumpToRed?.stayS ?? JUMP_USUAL.stayS) * 1000;
    else {
      this.#dueAt = now + (this.#leftMs ?? this.#turnMs());
      this.#leftMs = null;
    }
  }

  /** What doesn't come makes room for the one behind it; all others have had their turn when it is asked for again. */
  #leaveOut(now: number): void {
    const { next } = this;
    this.next = null;
    if (next?.site) {
      this.#dueAt = now + (this.#leftMs ?? RESUMED_MS);
      this.#leftMs = null;
      return;
    }
    this.#leftMs = null;
    this.#dueAt = now;
    this.#prepare(now, this.#nextEntry);
    if (!this.next) this.#dueAt = now + this.#turnMs();
  }

  /** @param after entry */
  #prepare(now: number, after = this.#entry): void {
    const entry = this.#entryAfter(after);
    if (entry === null) return;
    const { board, scope = 'all' } = this.#playlist.boards[entry];
    this.#nextEntry = entry;
    this.#ask({ board, scope, site: null }, now);
  }

  /** null: what is shown stays */
  #entryAfter(after: number): number | null {
    const isInterrupted = this.shown !== null && this.shown.site !== null;
    // Behind an interruption comes what was interrupted.
    if (isInterrupted && after === this.#entry && after >= 0) return after;
    const entry = (after + 1) % this.#playlist.boards.length;
    return entry === this.#entry && !isInterrupted ? null : entry;
  }

  #ask(slide: Omit<Slide, 'turn'>, now: number): void {
    this.#preparedAt = now;
    this.next = { turn: ++this.#turns, ...slide };
  }

  #turnMs(): number {
    return (this.#playlist.boards[this.#entry]?.seconds ?? 0) * 1000;
  }
}
