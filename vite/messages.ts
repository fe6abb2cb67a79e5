// The build's part in languages: compiles each file of src/lib/i18n that is named by a language, and ends the build with
// a sentence for each key that is missing, unknown, or has other arguments than in English, and for each that code asks
// for in vain.
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { compileLanguage, type Texts } from './compile-messages.ts';
import { partOf, type Part } from './message-parts.ts';
import { metricNames } from './metric-names.ts';

const FOLDER = join(import.meta.dirname, '../src/lib/i18n');
const LANGUAGE_FILE = /^[a-z]{2}(-[a-z]+)?\.ts$/;
const ASKED = /(?<![\w.$])t\(\s*'([^'\n]+)'/g;

export function messages(): Plugin {
  return {
    name: 'tablo-messages',
    enforce: 'pre',
    async buildStart() {
      const problems = await problemsOfLanguages(FOLDER);
      if (problems.length > 0) this.error(problems.join('\n'));
    },
    async transform(code, id) {
      const [path, query] = id.split('?');
      if (!path.includes('/src/')) return undefined;
      const english = await textsOf(FOLDER, 'en.ts');
      if (isLanguage(path))
        return compiledFile(path, (query ?? 'wall') as Part, english, (sentence) => this.error(sentence));
      for (const [, key] of code.matchAll(ASKED))
        if (!Object.hasOwn(english, key)) this.error(`${basename(path)} asks for "${key}"; en.ts has no such key.`);
      return undefined;
    },
  };
}

/** @param folder of language files @returns a sentence for all that is wrong */
export async function problemsOfLanguages(folder: string): Promise<string[]> {
  const english = await textsOf(folder, 'en.ts');
  const found = readdirSync(folder).filter((file) => LANGUAGE_FILE.test(file));
  const texts = await Promise.all(found.map((file) => textsOf(folder, file)));
  return found.flatMap((file, i) => compileLanguage(basename(file, '.ts'), texts[i], english).problems);
}

const isLanguage = (path: string): boolean => path.startsWith(FOLDER) && LANGUAGE_FILE.test(basename(path));

/** @param part which of its messages: each part is a file of its own */
async function compiledFile(
  path: string,
  part: Part,
  english: Texts,
  fail: (sentence: string) => never,
): Promise<string> {
  const language = basename(path, '.ts');
  const { messages, problems } = compileLanguage(language, await textsOf(FOLDER, basename(path)), english);
  if (problems.length > 0) fail(problems.join('\n'));
  const wanted = Object.entries(messages).filter(([key]) => partOf(key) === part);
  const names = partOf('metric.') === part ? await metricNames(language) : {};
  return `export default ${JSON.stringify({ ...Object.fromEntries(wanted), ...names })};`;
}

/** The messages of a language as they are written. Node runs the file as it is; a changed one is another module. */
async function textsOf(folder: string, file: string): Promise<Texts> {
  const path = join(folder, file);
  const module: unknown = await import(`${pathToFileURL(path).href}?${statSync(path).mtimeMs}`);
  return (module as { default: Texts }).default;
}
