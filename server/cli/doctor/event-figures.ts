// What a pass over the log's events tells: how many, of which days, what is missing, and which the server leaves out.
import { parseEvent } from '#core/event.ts';
import { isInstant } from '../import-log.ts';

const DAY_MS = 86_400_000;
const MOST_NAMED = 5;
/** A clock that is adjusted goes back by less. */
const ADJUSTED_MS = 1000;
/** Recorded so much ahead of now: the clock of this check and of the record differ. */
const AHEAD_MS = 60_000;

export interface Gap {
  after: number;
  before: number;
  /** when the event in front of it was recorded, epoch ms */
  recordedAt: number;
}

export class EventFigures {
  events = 0;
  simulated = 0;
  bytes = 0;
  firstAt = Infinity;
  lastAt = -Infinity;
  /** recorded after now, and the latest of these */
  ahead = 0;
  aheadUntil = 0;
  /** how often it was recorded earlier than the event before, and the largest step, ms */
  backwards = 0;
  backwardsMs = 0;
  notTaken = 0;
  /** the first of them: place, id if it has one, why */
  readonly named: string[] = [];
  readonly unknownTypes = new Map<string, number>();
  readonly gaps: Gap[] = [];
  /** by day since the epoch */
  readonly days = new Map<number, { events: number; bytes: number }>();
  readonly #now: number;
  #lastSeq: number | null = null;
  #lastRecordedAt = -Infinity;

  /** @param now epoch ms */
  constructor(now: number) {
    this.#now = now;
  }

  /** What is missing up to there is told otherwise. */
  skipTo(seq: number): void {
    this.#lastSeq = seq;
  }

  /** Of a damaged row the instant and the body may be anything. */
  add(seq: number, recordedAt: number, body: string): void {
    this.#place(seq);
    if (!isInstant(recordedAt) || typeof body !== 'string') return this.#leftOut(seq, undefined, 'its row is damaged.');
    this.#clock(recordedAt);
    this.events++;
    const bytes = Buffer.byteLength(body);
    this.bytes += bytes;
    const number = Math.floor(recordedAt / DAY_MS);
    const day = this.days.get(number) ?? { events: 0, bytes: 0 };
    this.days.set(number, { events: day.events + 1, bytes: day.bytes + bytes });
    this.#understand(seq, recordedAt, body);
  }

  #place(seq: number): void {
    if (this.#lastSeq !== null && seq > this.#lastSeq + 1)
      this.gaps.push({ after: this.#lastSeq, before: seq, recordedAt: this.#lastRecordedAt });
    this.#lastSeq = seq;
  }

  #clock(recordedAt: number): void {
    this.firstAt = Math.min(this.firstAt, recordedAt);
    this.lastAt = Math.max(this.lastAt, recordedAt);
    if (recordedAt > this.#now + AHEAD_MS) {
      this.ahead++;
      this.aheadUntil = Math.max(this.aheadUntil, recordedAt);
    }
    const back = this.#lastRecordedAt - recordedAt;
    if (back > ADJUSTED_MS) {
      this.backwards++;
      this.backwardsMs = Math.max(this.backwardsMs, back);
    }
    this.#lastRecordedAt = recordedAt;
  }

  #understand(seq: number, recordedAt: number, body: string): void {
    let event: unknown;
    try {
      event = JSON.parse(body);
    } catch {
      return this.#leftOut(seq, undefined, 'it is no JSON.');
    }
    const parsed = parseEvent(event, recordedAt);
    if (!parsed.ok) return this.#leftOut(seq, (event as { id?: unknown } | null)?.id, parsed.problem.message);
    if (parsed.value.simulated) this.simulated++;
    if (parsed.value.type === '') {
      const { unknownType } = parsed.value;
      this.unknownTypes.set(unknownType, (this.unknownTypes.get(unknownType) ?? 0) + 1);
    }
  }

  #leftOut(seq: number, id: unknown, why: string): void {
    this.notTaken++;
    if (this.named.length < MOST_NAMED)
      this.named.push(`event ${seq}${typeof id === 'string' ? ` (${id})` : ''}: ${why}`);
  }
}
