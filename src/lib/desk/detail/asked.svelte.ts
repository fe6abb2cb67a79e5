// What the API is asked again and again while somebody looks: the newest answer stays until the next is there.
import { untrack } from 'svelte';
import { problemWords } from '#lib/problem-words.ts';
import { t } from '#lib/i18n/translate.ts';

export class Asked<Answer> {
  /** null before the first */
  answer = $state.raw<Answer | null>(null);
  /** why the last question had no answer; "" when it had */
  problem = $state.raw('');
  #about = '';
  #abort: AbortController | undefined;

  /**
   * To be called when a component is made.
   * @param about what it is about: of something else the answer is not shown
   * @param path of the API; null: nothing is asked. When what it reads changes, it is asked anew
   */
  constructor(about: () => string, path: () => string | null) {
    $effect(() => {
      const [subject, asked] = [about(), path()];
      untrack(() => {
        if (subject !== this.#about) Object.assign(this, { answer: null, problem: '' });
        this.#about = subject;
        if (asked !== null) void this.#ask(asked);
      });
    });
    $effect(() => () => this.#abort?.abort());
  }

  async #ask(path: string): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const response = await fetch(path, { signal: abort.signal });
      const body = (await response.json()) as Answer & { error?: { code: string; message: string } };
      if (abort.signal.aborted) return;
      if (response.ok) Object.assign(this, { answer: body, problem: '' });
      else this.problem = body.error ? problemWords(body.error) : t('detail.noAnswer');
    } catch {
      // The page says by itself that the server is away.
      if (!abort.signal.aborted) this.problem = t('detail.noAnswer');
    }
  }
}
