// Tables of the docs that name tests: their rows, and whether a test of that name is there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** @param heading of the section in which the table stands @returns the cells of each row but the head's */
export function tableRows(doc: string, heading: string): string[][] {
  const text = readFileSync(join(root, doc), 'utf8');
  const section = text.slice(text.indexOf(`\n## ${heading}\n`) + 1).split('\n## ')[0];
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

/** @param file from the root of the project @param title a part of the test's name */
export function isTestThere(file: string, title: string): boolean {
  if (title === '' || !/^tests\/\S+\.test\.ts$/.test(file) || !existsSync(join(root, file))) return false;
  const text = readFileSync(join(root, file), 'utf8');
  return new RegExp(`^\\s*(?:\\[|(?:it|test)(?:\\.each\\(.*\\))?\\(|\\]\\)\\()?['\`].*${escaped(title)}`, 'm').test(
    text,
  );
}

const escaped = (title: string): string => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
