// tablo lint: says of boards and playlists, before they hang on a wall, what is wrong with them.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { MOST_DOCUMENT_BYTES, type Board } from '#core/board/board.ts';
import { parseJson } from '#core/board/document.ts';
import { inLanguage, type Finding } from '#core/board/finding.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import { REFERENCE } from '#core/directory.ts';
import type { Metric } from '#core/metric.ts';
import type { Problem, Result } from '#core/result.ts';
import { createLinter, type Linter } from '../boards/linter.ts';
import { lookInto, type Found } from '../boards/folder-look.ts';
import { configuredSources } from '../configured-sources.ts';
import { loadPlugIns } from '../plug-ins.ts';
import type { SourceDefinition } from '../source.ts';
import { readArguments, settingsOf, type Environment } from './arguments.ts';
import { Failed } from './failed.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const LINT_HELP = `tablo lint [ID | FILE.json …] [--lang LANGUAGE] [--json] [--data DIR] [--config FILE]

Says of boards and playlists of kiosks what is wrong with them: what can't be read from where people stand, has too little
contrast, burns in, or promises a number that no source gives. Without a name: of all there are, those of the data
folder and those that come with Tablo.
  --lang    of the findings: en, ru; default: that of the settings
  --json    one JSON object: documents, each with its problems and findings
  --data    data folder; default: that of the settings
Ends with 0 when there are no errors (warnings may be), with 1 when there are, with 2 when it was called wrongly.`;

const OPTIONS = { json: { type: 'boolean' }, lang: { type: 'string' } } as const;
const WEB = join(import.meta.dirname, '../../build');
/** Where boards come from: their sources, or where there are none what is built. */
const SHIPPED = [join(import.meta.dirname, '../../static'), WEB].find((folder) => existsSync(folder)) ?? WEB;

/** A document of a folder, or a file that was named. */
interface Linted {
  kind: 'board' | 'kiosk';
  id: string;
  file: string;
  problems: Problem[];
  findings: Finding[];
}
interface Read {
  kind: Linted['kind'];
  id: string;
  file: string;
  document: Result<unknown>;
}

export async function lint(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, LINT_HELP);
  const settings = settingsOf(values, env);
  const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
  const known = await loadPlugIns<SourceDefinition<unknown>>(join(import.meta.dirname, '../sources'));
  const linter = createLinter({ web: WEB, metrics, sources: configuredSources(settings, known) });
  if (!linter.ok) throw new Failed(linter.problem.message);
  const there = await documentsIn(resolve(values.data ?? settings.data));
  const asked = positionals.length === 0 ? there : positionals.flatMap((name) => named(name, there));
  const boards = boardsOf([...there, ...asked]);
  const language = values.lang ?? settings.language ?? REFERENCE.language;
  const linted = asked.map((one) => {
    const told = lintOne(one, linter.value, boards);
    return { ...told, findings: inLanguage(told.findings, language) };
  });
  if (values.json) terminal.out(JSON.stringify({ documents: linted }));
  else for (const one of linted) report(one, terminal);
  return linted.some(({ problems, findings }) => problems.length > 0 || findings.some(isError)) ? 1 : 0;
}

const isError = ({ level }: Finding): boolean => level === 'error';

/** The data folder's before those that come with Tablo. */
async function documentsIn(data: string): Promise<Read[]> {
  const found: Read[] = [];
  for (const [kind, folder, parse] of [
    ['board', 'boards', parseBoard],
    ['kiosk', 'kiosks', parsePlaylist],
  ] as const) {
    const none = new Map<string, Found<unknown>>();
    const [own, shipped] = [join(data, folder), join(SHIPPED, folder)];
    const [mine, theirs] = [await lookInto<unknown>(own, parse, none), await lookInto<unknown>(shipped, parse, none)];
    for (const [id, { document }] of mine.documents) found.push({ kind, id, file: join(own, `${id}.json`), document });
    for (const [id, { document }] of theirs.documents)
      if (!mine.documents.has(id)) found.push({ kind, id, file: join(shipped, `${id}.json`), document });
  }
  return found;
}

/** @throws WrongUse */
function named(name: string, there: readonly Read[]): Read[] {
  if (name.endsWith('.json')) return [readFile(name)];
  const found = there.filter(({ id }) => id === name);
  if (found.length > 0) return found;
  const ids = [...new Set(there.map(({ id }) => id))].join(', ');
  throw new WrongUse(`There is no board and no kiosk "${name}"; there are ${ids}. A file's name ends with ".json".`);
}

/** What has boards is a playlist. @throws WrongUse */
function readFile(file: string): Read {
  if (!existsSync(file) || !statSync(file).isFile()) throw new WrongUse(`There is no file ${file}.`);
  if (statSync(file).size > MOST_DOCUMENT_BYTES)
    throw new WrongUse(`${file} has more than ${MOST_DOCUMENT_BYTES} bytes; it is no board.`);
  const json = parseJson(readFileSync(file, 'utf8'));
  const isPlaylist = json.ok && typeof json.value === 'object' && json.value !== null && 'boards' in json.value;
  const parse = isPlaylist ? parsePlaylist : parseBoard;
  const document: Result<unknown> = json.ok ? parse(json.value) : json;
  return { kind: isPlaylist ? 'kiosk' : 'board', id: basename(file, '.json'), file, document };
}

function boardsOf(all: readonly Read[]): Map<string, Board> {
  return new Map(
    all.flatMap(({ kind, id, document }): [string, Board][] =>
      kind === 'board' && document.ok ? [[id, document.value as Board]] : [],
    ),
  );
}

function lintOne({ document, ...read }: Read, linter: Linter, boards: ReadonlyMap<string, Board>): Linted {
  if (!document.ok) return { ...read, problems: [document.problem], findings: [] };
  const findings =
    read.kind === 'board'
      ? linter.board(document.value as Board)
      : linter.playlist(document.value as Parameters<Linter['playlist']>[0], boards);
  return { ...read, problems: [], findings };
}

function report({ kind, id, file, problems, findings }: Linted, { out }: Terminal): void {
  const isWell = problems.length + findings.length === 0;
  out(`${kind} ${id} (${file})${isWell ? ': well' : ''}`);
  for (const { message } of problems) out(`  ERROR    ${message}`);
  for (const { level, widget, message } of findings)
    out(`  ${level === 'error' ? 'ERROR  ' : 'warning'}  ${widget === undefined ? '' : `${widget}: `}${message}`);
}
