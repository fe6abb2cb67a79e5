// Boards, playlists and rules of alerts of a data folder in a backup: it is one file, so they lie in the memory of the copied log, and are
// files again when it is restored.
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MOST_DOCUMENT_BYTES } from '#core/board/board.ts';
import { RULES_FILE } from '../alerts/rules-file.ts';
import { MOST_DOCUMENTS } from '../boards/folder-look.ts';
import { syncFolder } from '../history/floor-file.ts';
import { unfinishedName } from './unfinished.ts';

export const DOCUMENT_FOLDERS = ['boards', 'kiosks'] as const;
/** Under this name a backup has them. */
const DOCUMENTS = 'tablo/documents';

const DATED = /^(boards|kiosks|alerts)\.\d{4}-\d\d-\d\dT\d{6}Z$/;

/** "boards/door.json", "alerts.json" → its text */
export type FolderDocuments = Record<string, string>;

/** @returns those of a data folder, also the broken ones; and the paths of files that are too large or too many */
export function readDocuments(folder: string): { documents: FolderDocuments; leftOut: string[] } {
  const documents: FolderDocuments = {};
  const leftOut: string[] = [];
  for (const kind of DOCUMENT_FOLDERS) {
    const names = namesIn(join(folder, kind));
    for (const [i, name] of names.entries()) {
      const file = join(folder, kind, name);
      if (i >= MOST_DOCUMENTS || statSync(file).size > MOST_DOCUMENT_BYTES) leftOut.push(file);
      else documents[`${kind}/${name}`] = readFileSync(file, 'utf8');
    }
  }
  const rules = join(folder, RULES_FILE);
  if (statSync(rules, { throwIfNoEntry: false })?.isFile()) {
    if (statSync(rules).size > MOST_DOCUMENT_BYTES) leftOut.push(rules);
    else documents[RULES_FILE] = readFileSync(rules, 'utf8');
  }
  return { documents, leftOut };
}

/** Folders in which earlier restores have kept what was another. */
export const formerDocuments = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => DATED.test(name))
    .map((name) => join(folder, name));

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  return names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile()).sort();
}

/** Puts them into the copy of a log. */
export function packDocuments(copy: string, documents: FolderDocuments): void {
  const db = new DatabaseSync(copy);
  try {
    const put = db.prepare('INSERT OR REPLACE INTO memory (name, state) VALUES (?, ?)');
    put.run(DOCUMENTS, JSON.stringify(documents));
  } finally {
    db.close();
  }
}

/** Takes them out of the copy of a backup. @returns null where it has none, being the log itself or an older backup */
export function unpackDocuments(copy: string): FolderDocuments | null {
  const db = new DatabaseSync(copy);
  try {
    const row = db.prepare('SELECT state FROM memory WHERE name = ?').get(DOCUMENTS);
    if (!row) return null;
    db.prepare('DELETE FROM memory WHERE name = ?').run(DOCUMENTS);
    return JSON.parse(row.state as string) as FolderDocuments;
  } finally {
    db.close();
  }
}

/**
 * Makes the folder's boards and playlists those of a backup, each in one step. What was another, or is not in the backup,
 * is kept beside them in a folder with the date.
 * @param date as it stands in names of files
 * @returns sentences about what is not as the backup has it, and about what is kept
 */
export function placeDocuments(folder: string, documents: FolderDocuments, date: string): string[] {
  const owner = ownerOf(folder);
  const told = placeRules(folder, documents[RULES_FILE], date, owner);
  const placed = DOCUMENT_FOLDERS.flatMap((kind) => {
    const into = join(folder, kind);
    const wanted = Object.entries(documents).filter(([path]) => path.startsWith(`${kind}/`) && path.endsWith('.json'));
    // Only the name counts: nothing is written elsewhere.
    const texts = new Map(wanted.map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]));
    if (lstatSync(into, { throwIfNoEntry: false })?.isSymbolicLink())
      return [`${into} is a link: what is there is left as it is.`];
    return placeIn(into, texts, `${into}.${date}`, owner);
  });
  return [...placed, ...told];
}

/** @param text undefined: the backup has none, and those that come with Tablo were in force */
function placeRules(folder: string, text: string | undefined, date: string, owner: Owner | null): string[] {
  const file = join(folder, RULES_FILE);
  const former = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (former === text) return [];
  const aside = join(folder, `alerts.${date}`);
  if (former !== undefined) write(join(aside, RULES_FILE), former, owner);
  if (text === undefined) rmSync(file);
  else write(file, text, owner);
  return former === undefined ? [] : [`Former rules of alerts are in ${aside}.`];
}

function placeIn(into: string, texts: Map<string, string>, aside: string, owner: Owner | null): string[] {
  const former = namesIn(into).map((name) => [name, readFileSync(join(into, name), 'utf8')] as const);
  const others = former.filter(([name, text]) => texts.get(name) !== text);
  for (const [name, text] of others) {
    write(join(aside, name), text, owner);
    if (!texts.has(name)) rmSync(join(into, name));
  }
  const known = new Map(former);
  for (const [name, text] of texts) if (known.get(name) !== text) write(join(into, name), text, owner);
  return others.length > 0 ? [`Former ${basename(into)} are in ${aside}.`] : [];
}

type Owner = { uid: number; gid: number };

/** What root makes in the folder of another user is given to that one. */
function ownerOf(folder: string): Owner | null {
  const { uid, gid } = statSync(folder);
  return process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : null;
}

function write(file: string, text: string, owner: Owner | null): void {
  const folder = dirname(file);
  if (mkdirSync(folder, { recursive: true }) !== undefined && owner) lchownSync(folder, owner.uid, owner.gid);
  const unfinished = unfinishedName(file);
  const fd = openSync(unfinished, 'w');
  try {
    writeSync(fd, text);
    if (owner) fchownSync(fd, owner.uid, owner.gid);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, file);
  syncFolder(folder);
}
