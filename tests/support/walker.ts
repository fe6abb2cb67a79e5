// A browser that walks from host to host: follows what it is led to, keeps the cookies of each, fills in forms.
export interface Page {
  url: URL;
  status: number;
  text: string;
}

const MOST_STEPS = 20;

export class Walker {
  /** by host, name → value */
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @param stopAt of a step: it is not taken, and its address is what is returned */
  async go(url: URL | string, form?: Record<string, string>, stopAt?: (url: URL) => boolean): Promise<Page> {
    let next = new URL(url);
    let sent = form;
    for (let i = 0; i < MOST_STEPS; i++) {
      if (stopAt?.(next)) return { url: next, status: 0, text: '' };
      const response = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: this.cookiesOf(next) },
        ...(sent ? { method: 'POST', body: new URLSearchParams(sent) } : {}),
      });
      this.#keep(next, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) return { url: next, status: response.status, text: await response.text() };
      await response.arrayBuffer();
      next = new URL(location, next);
      sent = undefined;
    }
    throw new Error(`led on and on: ${next.href}`);
  }

  /** "a=1; b=2", for another that shows them */
  cookiesOf(url: URL | string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep({ host }: URL, lines: readonly string[]): void {
    const kept = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, kept);
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? ['', '', ''];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) kept.delete(name);
      else kept.set(name, value);
    }
  }
}
