// What /api/v1/screens and /api/v1/pairings take and answer of a screen.
import { z } from 'zod';
import type { ScreenAnswer, ScreenReportAnswer } from '#core/access/answers.ts';
import { LEVELS } from '#core/level.ts';
import { COMMANDS } from '#core/protocol/messages.ts';
import { HEALTH_LEVEL, HEALTHS, type Health } from '#core/screen-health.ts';
import type { Asker } from '../access/asker.ts';
import { LONGEST_PATH, parseScreenPath } from '../access/screen-path.ts';
import type { Screen } from '../access/screens.ts';
import { notThere } from '../boards/board-topics.ts';
import { judge } from '../fleet-watch.ts';
import type { ScreenState } from '../fleet.ts';
import { instant, iso, name } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import type { ResourceContext } from './resource.ts';

const place = z.string().trim().max(80).describe('where it hangs, in words');
const path = z.string().min(1).max(LONGEST_PATH).describe('/wall/BOARD?site=ID or /kiosk/PLAYLIST');
const names = z.boolean().describe('people are named on it');

export const NEW_SCREEN = z.strictObject({ name, place: place.default(''), path, names: names.default(false) });
export const SCREEN_CHANGE = z.strictObject({ name, place, path, names }).partial();
export const COMMAND = z.strictObject({ do: z.enum(COMMANDS) });

const report = z.strictObject({
  at: instant.describe('when it told this'),
  painted: instant.describe('up to then all that it heard was on its screen'),
  ageMs: z.number().nullable().describe('how old the picture was; null: it shows no numbers'),
  build: z.string().describe('of its page'),
  current: z.boolean().describe('that is the build which the server serves'),
  heapBytes: z.number().nullable().describe('of its scripts; null: its browser does not tell'),
  clockOffMs: z.number().nullable().describe('so much its clock is ahead of the server’s'),
  ...{ width: z.number(), height: z.number() },
  ratio: z.number().describe('device px a CSS px'),
  path: z.string().describe('the page that it shows'),
  language: z.string(),
  hidden: z.boolean().describe('nobody can see the page'),
});

export const health = z
  .enum(HEALTHS)
  .describe('notPainting: connected, and what it shows stands still; silent: connected, and never told how it is');

const count = z.number().int();
const counts = Object.fromEntries(HEALTHS.map((one) => [one, count])) as Record<Health, typeof count>;
export const screenHealth = z.strictObject({
  asOf: instant,
  act: count.describe('screens that ask for somebody: they show something untrue, or a code'),
  health: z.strictObject(counts).describe('how many are how'),
});

export const screen = z.strictObject({
  ...{ id: z.string(), name: z.string(), place: z.string(), path: z.string(), names },
  pairedBy: z.string(),
  paired: instant,
  credential: z.boolean().describe('it can come in; false: it has to be paired again'),
  online: z.boolean().describe('it is connected now'),
  connected: instant.nullable().describe('since when; null: it is not'),
  seen: instant
    .nullable()
    .describe('when it was heard of last; from before a restart of the server, when it came in last'),
  health,
  level: z.enum(LEVELS).describe('of its health'),
  device: z
    .boolean()
    .describe('it proves with each connection that it is the device that was paired; false: by its cookie only'),
  report: report.nullable().describe('what it told last since the server started; null: nothing'),
  address: z.string(),
  browser: z.string(),
});

export function publicScreen({ pairedAt, ...screen }: Screen, { doors, fleet }: ResourceContext): ScreenAnswer {
  const [credential] = doors.credentials.of({ kind: 'screen', id: screen.id });
  const state = fleet.of(screen.id);
  const seenAt = state.heardAt ?? credential?.seenAt;
  const judged = judge(doors, fleet, screen);
  return {
    ...screen,
    paired: iso(pairedAt),
    credential: credential !== undefined,
    online: state.connectedAt !== null,
    connected: state.connectedAt === null ? null : iso(state.connectedAt),
    seen: seenAt === undefined ? null : iso(seenAt),
    health: judged,
    level: HEALTH_LEVEL[judged],
    report: publicReport(state),
    device: doors.deviceKeys.has(screen.id),
    address: credential?.address ?? '',
    browser: credential?.agent ?? '',
  };
}

function publicReport({ report, reportedAt, signs }: ScreenState): ScreenReportAnswer | null {
  if (!report || reportedAt === null) return null;
  const { ageMs, unpaintedMs, build, heapBytes, clockOffMs, width, height, ratio, path, language, hidden } = report;
  return {
    ...{ at: iso(reportedAt), painted: iso(reportedAt - unpaintedMs), ageMs },
    ...{ build, current: build === signs.build, heapBytes, clockOffMs },
    ...{ width, height, ratio, path, language, hidden },
  };
}

/** @throws HttpError where a path leads to no screen, or to what who asks does not see */
export function shownPath(path: string, { doors, asker, boards }: ResourceContext): void {
  const { kind, id } = unwrap(parseScreenPath(path));
  const documents = kind === 'wall' ? boards.boards : boards.kiosks;
  if (!documents.get(id)?.value) unwrap(notThere(kind === 'wall' ? 'board' : 'kiosk', id, documents));
  if (doors.screens.isInSight(path, (asker as Asker).sight)) return;
  const message = `What ${path} shows is not all in your sites; ask for one of them, as /wall/${id}?site=ID.`;
  throw new HttpError(403, 'out_of_sight', message, { path: 'path' });
}
