// The paired screens as they are now: which are connected, what each told of itself last (P71), and what they are told to
// do (P72). In memory, one report a screen; which screens there are is for access/screens.ts.
import type { ScreenSigns } from '#core/screen-health.ts';
import type { Do, Report } from '#core/protocol/messages.ts';
import { encode } from './hub.ts';

interface Known {
  /** how to reach it: a TV has one connection, or for a moment two */
  lines: Set<(frame: Buffer) => void>;
  /** monotonic ms, as all here: of the first of them; of the last, when there is none any more */
  since: number;
  report: Report | null;
  reportedAt: number;
}

export interface ScreenState {
  /** epoch ms; null: it is not connected */
  connectedAt: number | null;
  /** epoch ms; when it was heard of last since the server started, null: not so far */
  heardAt: number | null;
  /** the newest, null: none so far */
  report: Report | null;
  /** epoch ms; when that came */
  reportedAt: number | null;
  signs: Omit<ScreenSigns, 'mayComeIn'>;
}

export class Fleet {
  readonly #known = new Map<string, Known>();
  readonly #build: string;
  readonly #now: () => number;
  readonly #monotonic: () => number;
  readonly #startedAt: number;

  /** @param build that is served @param now epoch ms @param monotonic ms */
  constructor(build: string, now: () => number, monotonic: () => number) {
    this.#build = build;
    this.#now = now;
    this.#monotonic = monotonic;
    this.#startedAt = monotonic();
  }

  /** A screen was let in. @returns its connection has ended */
  came(id: string, send: (frame: Buffer) => void): () => void {
    const at = this.#monotonic();
    const known = this.#known.get(id) ?? { lines: new Set(), since: at, report: null, reportedAt: 0 };
    this.#known.set(id, known);
    if (known.lines.size === 0) known.since = at;
    known.lines.add(send);
    return () => {
      if (known.lines.delete(send) && known.lines.size === 0) known.since = this.#monotonic();
    };
  }

  /** Of a screen that was let in: it takes the place of what it told before. */
  told(id: string, report: Report): void {
    const known = this.#known.get(id);
    if (known) Object.assign(known, { report, reportedAt: this.#monotonic() });
  }

  /** @returns false: it is not connected, and was told nothing */
  tell(id: string, what: Omit<Do, 't'>): boolean {
    const lines = [...(this.#known.get(id)?.lines ?? [])];
    const frame = encode({ t: 'do', ...what });
    for (const send of lines) send(frame);
    return lines.length > 0;
  }

  /** It was revoked: its connection, which is being closed, is of no screen any more. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  of(id: string): ScreenState {
    const at = this.#monotonic();
    const known = this.#known.get(id);
    const isThere = known !== undefined && known.lines.size > 0;
    const instantOf = (monotonic: number): number => Math.round(this.#now() - (at - monotonic));
    const reportedAt = known?.report ? known.reportedAt : null;
    return {
      connectedAt: isThere ? instantOf(known.since) : null,
      heardAt: known ? instantOf(Math.max(known.since, reportedAt ?? 0)) : null,
      report: known?.report ?? null,
      reportedAt: reportedAt === null ? null : instantOf(reportedAt),
      signs: {
        connectedMs: isThere ? at - known.since : null,
        awayMs: isThere ? 0 : at - (known?.since ?? this.#startedAt),
        report: known?.report ?? null,
        reportMs: at - (reportedAt ?? at),
        build: this.#build,
      },
    };
  }
}
