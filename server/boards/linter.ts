// The linter with what this server knows: its widgets and colours, as the build wrote them down, its metrics, and what
// its sources bring.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '#core/board/board.ts';
import type { Finding } from '#core/board/finding.ts';
import { lintBoard, type Theme } from '#core/board/lint.ts';
import { lintPlaylist } from '#core/board/lint-playlist.ts';
import type { Manifest } from '#core/board/manifest.ts';
import type { Playlist } from '#core/board/playlist.ts';
import { knownNumbers } from '#core/board/promises.ts';
import type { Metric, Subject } from '#core/metric.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { ConfiguredSource } from '../source-runner.ts';

interface WidgetsFile {
  widgets: Record<string, Manifest>;
  theme: Theme;
}

export interface LinterParts {
  /** folder of the built web app */
  web: string;
  metrics: ReadonlyMap<string, Metric>;
  sources: readonly Pick<ConfiguredSource, 'definition'>[];
  /** what has come already, from whomever */
  heard?(): ReadonlySet<Subject>;
}

export interface Linter {
  board(board: Board): Finding[];
  /** @param boards those there are, by id */
  playlist(playlist: Playlist, boards: ReadonlyMap<string, Board>): Finding[];
}

/** @returns a problem where the web app is not built, or of an earlier version */
export function createLinter({ web, metrics, sources, heard }: LinterParts): Result<Linter> {
  const file = readWidgets(join(web, 'widgets.json'));
  if (!file.ok) return file;
  const widgets = new Map(Object.entries(file.value.widgets));
  const given = givenBy(sources);
  const known = (): ReadonlySet<Subject> | null => given && new Set([...given, ...(heard?.() ?? [])]);
  return ok({
    board: (board) => lintBoard(board, { widgets, theme: file.value.theme, numbers: knownNumbers(metrics, known()) }),
    playlist: lintPlaylist,
  });
}

/** @returns null = anything */
function givenBy(sources: LinterParts['sources']): ReadonlySet<Subject> | null {
  const given = new Set<Subject>();
  for (const { definition } of sources) {
    if (definition.gives === 'anything') return null;
    for (const subject of definition.gives ?? []) given.add(subject);
  }
  return given;
}

function readWidgets(file: string): Result<WidgetsFile> {
  try {
    return ok(JSON.parse(readFileSync(file, 'utf8')) as WidgetsFile);
  } catch (cause) {
    return fail('no_widgets', `${file} can't be read (${(cause as Error).message}): build the web app, npm run build.`);
  }
}
