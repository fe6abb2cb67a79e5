// The table of threats in docs/security.md names tests that are there.
import { expect, it } from 'vitest';
import { isTestThere, tableRows } from '../support/named-tests.ts';

const rows = tableRows('docs/security.md', 'Threats');

it('the table of threats has a test in each row', () => {
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) expect(row, row[0]).toHaveLength(4);
});

it.each(rows)('%s: its tests are there', (_threat, _chapter, _control, cell) => {
  const tests = cell.split('; ');
  for (const test of tests) {
    const [file, title = ''] = test.split(' › ');
    expect(isTestThere(`tests/${file}`, title), test).toBe(true);
  }
});

it('a test that is not there is noticed', () => {
  expect(isTestThere('tests/security/table.test.ts', 'a test that is not there is noticed')).toBe(true);
  expect(isTestThere('tests/security/table.test.ts', 'a test that nobody wrote')).toBe(false);
  expect(isTestThere('tests/security/gone.test.ts', 'a test')).toBe(false);
  expect(isTestThere('tests/security/table.test.ts', '')).toBe(false);
});
