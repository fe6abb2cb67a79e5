import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { definitionsOf } from '#core/definitions.ts';
import { DOCUMENTS, metricsDocument } from '../../docs/generate-metrics.ts';
import { METRICS } from '../support/engine.ts';

it.each(['en', 'ru'] as const)(
  'the document of the metrics in %s is what the registry says: run npm run docs',
  (language) => {
    const file = join(import.meta.dirname, '../../docs', DOCUMENTS[language]);
    const tidy = (text: string) => text.replace(/ +\|/g, ' |').replace(/-+/g, '-').replaceAll('\\', '');
    expect(tidy(readFileSync(file, 'utf8'))).toBe(tidy(metricsDocument(definitionsOf(METRICS), language)));
  },
);
