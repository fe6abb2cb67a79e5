// Text ids (queues, sites, agents …) as small numbers, for columns. 0 is "none".
import type { DumpPart } from './dump.ts';

export class Names {
  #numbers = new Map<string, number>([['', 0]]);
  #texts: string[] = [''];

  /** The number of this text, a new one at first sight. */
  number(text: string | undefined): number {
    if (!text) return 0;
    let n = this.#numbers.get(text);
    if (n === undefined) {
      n = this.#texts.length;
      this.#numbers.set(text, n);
      this.#texts.push(text);
    }
    return n;
  }

  /** The same number stands for another text from now on. @param text that has no number */
  rename(n: number, text: string): void {
    this.#numbers.delete(this.#texts[n]);
    this.#numbers.set(text, n);
    this.#texts[n] = text;
  }

  /** undefined when it was never heard of */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  text(n: number): string {
    return this.#texts[n] ?? '';
  }

  /** without "none" */
  all(): string[] {
    return this.#texts.slice(1);
  }

  dump(to: DumpPart): void {
    to.note('texts', this.#texts);
  }

  restore(from: DumpPart): void {
    this.#texts = from.noted<string[]>('texts');
    this.#numbers = new Map(this.#texts.map((text, n) => [text, n]));
  }

  get size(): number {
    return this.#texts.length;
  }
}
