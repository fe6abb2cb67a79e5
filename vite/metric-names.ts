// Names of the metrics as messages of a language, metric.<key>: from the metrics' own files, so that a new metric is one
// new file and no screen carries formulas to know what a number is called.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = join(import.meta.dirname, '../src/core/metrics');

interface Named {
  default: { names: Readonly<Record<string, string>> };
}

/** In English where a metric has no name in the language. */
export async function metricNames(language: string): Promise<Record<string, string>> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
  const entries = files.map(async (file) => {
    const { names } = ((await import(pathToFileURL(join(FOLDER, file)).href)) as Named).default;
    return [`metric.${file.slice(0, -'.ts'.length)}`, names[language] ?? names.en] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
