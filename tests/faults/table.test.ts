// The table of faults in docs/operations.md names tests that are there.
import { expect, it } from 'vitest';
import { isTestThere, tableRows } from '../support/named-tests.ts';

const rows = tableRows('docs/operations.md', 'Faults');

it('the table of faults has a test in each row', () => {
  expect(rows.length).toBeGreaterThan(20);
});

it.each(rows)('%s: its test is there', (_fault, _does, test) => {
  const [, file, title] = /^(tests\/\S+\.test\.ts): (.+)$/.exec(test) ?? [];
  expect(isTestThere(file, title), test).toBe(true);
});
