// The language of this screen: that of the address (?lang=), else the operator's, else the browser's. Its messages are
// loaded before anything is drawn, those of no other language are.
import { SvelteMap } from 'svelte/reactivity';
import type { Message } from './i18n/message.ts';
import type { Key } from './i18n/translation.ts';

export type Messages = Readonly<Record<Key, Message>>;

const files = import.meta.glob<Messages>(['./i18n/[a-z][a-z].ts', './i18n/[a-z][a-z]-*.ts'], { import: 'default' });
const loaders = byLanguage(files);
/** What walls never say, and what few screens ever do: the build keeps it apart (vite/message-parts.ts). */
const desk = import.meta.glob<Messages>(['./i18n/[a-z][a-z].ts', './i18n/[a-z][a-z]-*.ts'], {
  import: 'default',
  query: '?desk',
});
const why = import.meta.glob<Messages>(['./i18n/[a-z][a-z].ts', './i18n/[a-z][a-z]-*.ts'], {
  import: 'default',
  query: '?why',
});
const edit = import.meta.glob<Messages>(['./i18n/[a-z][a-z].ts', './i18n/[a-z][a-z]-*.ts'], {
  import: 'default',
  query: '?edit',
});
const access = import.meta.glob<Messages>(['./i18n/[a-z][a-z].ts', './i18n/[a-z][a-z]-*.ts'], {
  import: 'default',
  query: '?access',
});
const parts = { desk: byLanguage(desk), why: byLanguage(why), edit: byLanguage(edit), access: byLanguage(access) };
/**
 * desk: of every page but walls and kiosks; why: of the panel that tells why; edit: of the editor of boards; access: of
 * the pages about people
 */
export type Part = keyof typeof parts;
/** Of each file in i18n/, which is named by its language. */
export const LANGUAGES: readonly string[] = [...loaders.keys()];

const OPERATORS_KEY = 'tablo.language';

let shown: { language: string; parts: number; messages: Messages } | undefined;
let asked: string | null = null;
const asks = new Set<Part>();

/** What reads it while drawing is drawn anew when it changes. Of a map, since a picture reads it hundreds of times: a
 * subscription (createSubscriber) makes an effect for each. */
const drawn = new SvelteMap<'language', string>();

/** "en"; what reads it while drawing is drawn anew when it changes. */
export function language(): string {
  drawn.get('language');
  return loaded().language;
}

export function messages(): Messages {
  drawn.get('language');
  return loaded().messages;
}

function loaded(): NonNullable<typeof shown> {
  if (!shown) throw new Error('No language is loaded yet; wait for settleLanguage().');
  return shown;
}

/** @param lang of the address, null = it names none @param part what the page says beside that which every page does */
export function settleLanguage(lang: string | null, part?: Part): Promise<void> {
  asked = lang;
  if (part) asks.add(part);
  return settle();
}

/** Has the messages of a part, too, from then on. */
export function settlePart(part: Part): Promise<void> {
  asks.add(part);
  return settle();
}

/** What the operator set, as the server says it; undefined = nothing. Known from then on before the server is reached. */
export function operatorsLanguage(language: string | undefined): void {
  remember(language);
  settle().catch(() => {
    // Its file can't be had: the words on the screen stay those they are.
  });
}

/** The first that there are messages for, else English. @param wishes as in "ru" and "ru-RU" */
export function chooseLanguage(wishes: readonly (string | null | undefined)[], known = LANGUAGES): string {
  for (const wish of wishes) {
    const name = wish?.toLowerCase();
    const found = known.find((each) => each === name) ?? known.find((each) => each === name?.replace(/-.*/, ''));
    if (found) return found;
  }
  return 'en';
}

async function settle(): Promise<void> {
  const chosen = choose();
  if (chosen === shown?.language && asks.size === shown.parts) return;
  const [messages, ...more] = await Promise.all([
    loaders.get(chosen)?.(),
    ...[...asks].map((part) => parts[part].get(chosen)?.()),
  ]);
  // Another one was chosen in the meantime, or more is there already.
  if (chosen !== choose() || !messages || (chosen === shown?.language && more.length <= shown.parts)) return;
  shown = { language: chosen, parts: more.length, messages: Object.assign({}, messages, ...more) as Messages };
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
  drawn.set('language', chosen);
}

const choose = (): string => chooseLanguage([asked, remembered(), ...navigator.languages]);

function byLanguage<T>(found: Record<string, T>): ReadonlyMap<string, T> {
  return new Map(Object.entries(found).map(([path, load]) => [path.replace(/^.*\/|\.ts.*$/g, ''), load]));
}

function remembered(): string | null {
  try {
    return localStorage.getItem(OPERATORS_KEY);
  } catch {
    return null;
  }
}

function remember(language: string | undefined): void {
  try {
    if (language === undefined) localStorage.removeItem(OPERATORS_KEY);
    else localStorage.setItem(OPERATORS_KEY, language);
  } catch {
    // Without a store the first picture after a reload is in the browser's language.
  }
}

/** An address of this app that keeps the language which this page's address names. */
export function inThisLanguage(address: string): string {
  if (asked === null) return address;
  return `${address}${address.includes('?') ? '&' : '?'}lang=${encodeURIComponent(asked)}`;
}
