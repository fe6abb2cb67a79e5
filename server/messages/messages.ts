// The messages of supervisors: kept in the log's memory, so that one that was acknowledged survives a crash and is in
// every backup; seen until their time is over by the server's clock, also when that is set back.
import { byUrgency, type Message, type MessagesView } from '#core/message.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { EventLog } from '../log/event-log.ts';
import { every, type Timers } from '../timers.ts';
import type { NewMessage } from './new-message.ts';

export const MOST_MESSAGES = 50;
/** Under this name the log keeps them. */
export const MESSAGES = 'tablo/messages';
const LOOK_MS = 1000;
/** Clocks are put right by less than this all the time. */
const SLACK_MS = 2000;

interface Kept extends Message {
  lengthMs?: number;
}
interface State {
  messages: Kept[];
  /** the newest instant by which they were looked at, epoch ms */
  seenAt: number;
}

export interface MessagesOptions {
  log: Pick<EventLog, 'recall' | 'remember'>;
  now(): number;
  newId(): string;
  onChanged(): void;
  onError(error: unknown): void;
}

export class Messages {
  readonly #options: MessagesOptions;
  #kept: readonly Kept[];
  #seenAt: number;
  #writing: Promise<unknown> = Promise.resolve();
  #stop = (): void => {};

  constructor(options: MessagesOptions) {
    const state = options.log.recall(MESSAGES) as State | null;
    this.#options = options;
    this.#kept = state?.messages ?? [];
    this.#seenAt = state?.seenAt ?? 0;
  }

  start(timers: Timers): void {
    this.#look();
    this.#stop = every(timers, LOOK_MS, () => this.#look());
  }

  /** Resolves when what was begun is on disk. */
  async stop(): Promise<void> {
    this.#stop();
    await this.#writing;
  }

  /** Those that hold, the most urgent first. @param at epoch ms */
  active(at: number): MessagesView {
    const messages = this.#kept.filter(({ untilAt }) => at < untilAt).sort(byUrgency);
    return { messages: messages.map(({ lengthMs: _, ...message }) => message) };
  }

  /** On disk when it resolves. @throws LogFailure */
  async add({ lengthMs, boards, ...message }: NewMessage): Promise<Result<Message>> {
    return this.#inTurn(async () => {
      const at = this.#options.now();
      if (this.active(at).messages.length >= MOST_MESSAGES)
        return fail('too_many', `${MOST_MESSAGES} messages are on the walls; take one away first.`);
      const added: Message = { id: this.#options.newId(), boards: boards ?? null, fromAt: at, ...message };
      await this.#write([...this.#kept, lengthMs === undefined ? added : { ...added, lengthMs }]);
      return ok(added);
    });
  }

  /** Gone from disk when it resolves. @returns whether there was one @throws LogFailure */
  async remove(id: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const others = this.#kept.filter((one) => one.id !== id);
      if (others.length === this.#kept.length) return false;
      await this.#write(others);
      return true;
    });
  }

  /** Tells them in other words: on disk when it resolves. @throws LogFailure */
  async reword(reword: (text: string) => string): Promise<void> {
    await this.#inTurn(async () => {
      const reworded = this.#kept.map((one) => ({ ...one, text: reword(one.text) }));
      if (reworded.some(({ text }, i) => text !== this.#kept[i].text)) await this.#write(reworded);
    });
  }

  /** One after the other: each begins with what the one before has left. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#writing.then(run);
    this.#writing = turn.catch(() => {});
    return turn;
  }

  /** What is not on disk is not shown. */
  async #write(messages: readonly Kept[]): Promise<void> {
    const state = { messages: [...messages], seenAt: this.#seenAt } satisfies State;
    await this.#options.log.remember(MESSAGES, state);
    this.#kept = messages;
    this.#options.onChanged();
  }

  /** What is over goes for good, so that it does not come again when the clock is set back. */
  #look(): void {
    const at = this.#options.now();
    const setBackMs = this.#seenAt - at;
    this.#seenAt = at;
    const isSetBack = setBackMs > SLACK_MS;
    if (!isSetBack && this.#kept.every(({ untilAt }) => at < untilAt)) return;
    this.#inTurn(async () => {
      const shown = isSetBack ? this.#kept.map((one) => shifted(one, setBackMs)) : this.#kept;
      // Also when it can't be written.
      this.#kept = shown.filter(({ untilAt }) => at < untilAt);
      await this.#write(this.#kept);
    }).catch(this.#options.onError);
  }
}

/** Who asked for half an hour meant half an hour; who named an instant meant that one. */
function shifted(message: Kept, ms: number): Kept {
  if (message.lengthMs === undefined) return message;
  return { ...message, fromAt: message.fromAt - ms, untilAt: message.untilAt - ms };
}
