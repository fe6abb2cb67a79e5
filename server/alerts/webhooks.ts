// Tells chat systems and others of alerts: POST of JSON, signed (Standard Webhooks), again with growing pauses until it is
// taken. Nothing waits for it. What is not told yet is kept with the alerts and survives a restart; what takes it may hear
// the same twice, with the same webhook-id.
import type { lookup } from 'node:dns';
import type { Logger } from 'pino';
import { every, type Timers } from '../timers.ts';
import { signature } from '../webhook-signature.ts';
import { OwnNetwork, post } from './post.ts';

const TICK_MS = 500;
const ANSWER_MS = 10_000;
const MOST_WAITING = 500;
/** At once to one receiver. */
const MOST_OPEN = 4;
/** Pauses before the second, third … attempt. After the last one it is given up. */
const PAUSES_S = [2, 10, 60, 300, 1800, 3600, 3 * 3600, 6 * 3600];

export interface Webhook {
  name: string;
  url: string;
  /** whsec_ and base64 */
  secret: string;
  /** it may be in a network of one's own */
  private: boolean;
}

export interface Delivery {
  /** webhook-id: the same at each attempt */
  id: string;
  /** name of the webhook */
  to: string;
  body: string;
  attempts: number;
  /** epoch ms */
  nextAt: number;
}

export interface WebhooksOptions {
  hooks: readonly Webhook[];
  now(): number;
  lookup?: typeof lookup;
  logger: Pick<Logger, 'info' | 'warn'>;
  /** what waits has become another: it has to be kept */
  onChanged(): void;
}

export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #hooks: ReadonlyMap<string, Webhook>;
  #waiting: Delivery[] = [];
  readonly #open = new Map<Delivery, Promise<void>>();
  readonly #ended = new AbortController();
  #stop = (): void => {};

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#hooks = new Map(options.hooks.map((hook) => [hook.name, hook]));
  }

  get names(): string[] {
    return [...this.#hooks.keys()];
  }

  start(timers: Timers): void {
    this.#stop = every(timers, TICK_MS, () => this.#tick());
  }

  /** Attempts that are under way end, and are made again after the next start. */
  async stop(): Promise<void> {
    this.#stop();
    this.#ended.abort();
    await Promise.all(this.#open.values());
  }

  /** Returns at once. */
  send(id: string, to: string, body: string): void {
    if (!this.#hooks.has(to)) return;
    this.#waiting.push({ id, to, body, attempts: 0, nextAt: this.#options.now() });
    if (this.#waiting.length <= MOST_WAITING) return;
    const { to: left } = this.#waiting.shift() as Delivery;
    this.#options.logger.warn(`webhook "${left}": more than ${MOST_WAITING} wait, the oldest is left out`);
  }

  waiting(): Delivery[] {
    return this.#waiting;
  }

  restore(waiting: readonly Delivery[]): void {
    this.#waiting = waiting.filter(({ to }) => this.#hooks.has(to));
  }

  #tick(): void {
    const at = this.#options.now();
    for (const delivery of this.#waiting) {
      if (this.#open.has(delivery) || !isDue(delivery, at)) continue;
      const busy = [...this.#open.keys()].filter(({ to }) => to === delivery.to).length;
      if (busy >= MOST_OPEN) continue;
      const attempt = this.#attempt(delivery).finally(() => this.#open.delete(delivery));
      this.#open.set(delivery, attempt);
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const hook = this.#hooks.get(delivery.to);
    if (!hook) return;
    const failure = await this.#post(hook, delivery);
    if (this.#ended.signal.aborted && failure !== null) return;
    const { logger, now, onChanged } = this.#options;
    if (failure === null) this.#remove(delivery);
    else {
      const pauseS = PAUSES_S[delivery.attempts++];
      // Addresses and secrets never go to the log.
      if (pauseS === undefined) {
        this.#remove(delivery);
        logger.warn(`webhook "${hook.name}": given up after ${delivery.attempts} attempts (${failure})`);
      } else {
        delivery.nextAt = now() + pauseS * 1000;
        if (delivery.attempts === 1) logger.warn(`webhook "${hook.name}": ${failure}; again in ${pauseS} s`);
      }
    }
    onChanged();
  }

  /** @returns why it was not taken, in words that name no address; null: it was */
  async #post({ url, secret, private: isPrivate }: Webhook, { id, body }: Delivery): Promise<string | null> {
    const timestamp = Math.floor(this.#options.now() / 1000);
    const tooLate = AbortSignal.timeout(ANSWER_MS);
    try {
      const status = await post({
        url,
        body,
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': 'Tablo',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signature(secret, id, timestamp, body),
        },
        signal: AbortSignal.any([tooLate, this.#ended.signal]),
        isPrivate,
        lookup: this.#options.lookup,
      });
      return status >= 200 && status < 300 ? null : `answered ${status}`;
    } catch (cause) {
      if (tooLate.aborted) return `no answer within ${ANSWER_MS / 1000} s`;
      if (cause instanceof OwnNetwork) return cause.message;
      const { name, code } = cause as NodeJS.ErrnoException;
      return code ?? name;
    }
  }

  #remove(delivery: Delivery): void {
    this.#waiting = this.#waiting.filter((other) => other !== delivery);
  }
}

/** Also when the clock was set back: no pause is longer than it was. */
function isDue({ attempts, nextAt }: Delivery, at: number): boolean {
  return at >= nextAt || nextAt - at > 1000 * (PAUSES_S[attempts - 1] ?? 0);
}
