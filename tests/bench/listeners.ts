// Screens that only listen, in a process of their own (processes/listeners.ts).
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Arrivals, Order } from './processes/listeners.ts';

export class Listeners {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'processes/listeners.ts'));
  /** how often all of them have heard a change since measuring began */
  heardByAll = 0;
  onHeardByAll = (): void => {};

  /** @param url http://… of the server */
  static async open(url: string, count: number, topic: string): Promise<Listeners> {
    const listeners = new Listeners();
    const opened = listeners.#answer((answer) => 'opened' in answer);
    listeners.#order({ open: { url, count, topic } });
    await opened;
    return listeners;
  }

  private constructor() {
    this.#child.on('message', (answer: Answer) => {
      if (!('heardByAll' in answer)) return;
      this.heardByAll = answer.heardByAll;
      this.onHeardByAll();
    });
  }

  measure(): void {
    this.heardByAll = 0;
    this.#order({ measure: true });
  }

  async report(): Promise<Arrivals> {
    const answered = this.#answer((answer) => 'report' in answer);
    this.#order({ report: true });
    const answer = await answered;
    if (!('report' in answer)) throw new Error('the listeners answered something else');
    return answer.report;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  #order(order: Order): void {
    this.#child.send(order);
  }

  #answer(fits: (answer: Answer) => boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('the listeners have ended'));
      this.#child.once('exit', gone);
      const hear = (answer: Answer): void => {
        if (!fits(answer)) return;
        this.#child.off('message', hear).off('exit', gone);
        resolve(answer);
      };
      this.#child.on('message', hear);
    });
  }
}
