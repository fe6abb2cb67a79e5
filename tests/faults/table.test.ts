// The table of faults in docs/operations.md names tests that are there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const table = text.slice(text.indexOf('\n## Faults\n')).split('\n## ')[1];
const rows = table.split('\n').filter((line) => /^\| (?!fault |---)/.test(line));

it('the table of faults has a test in each row', () => {
  expect(rows.length).toBeGreaterThan(20);
});

it.each(rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim())))(
  '%s: its test is there',
  (_fault, _does, test) => {
    const [, file, title] = /^(tests\/\S+\.test\.ts): (.+)$/.exec(test) ?? [];
    expect(readFileSync(join(root, file), 'utf8')).toMatch(
      new RegExp(`^\\s*(?:(?:it|test)\\(|\\]\\)\\()?['\`].*${escaped(title)}`, 'm'),
    );
  },
);

const escaped = (title: string): string => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
