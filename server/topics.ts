// Topics of the floor (others: boards/board-topics.ts): floor?scope=SCOPE, what of it is needed
// (&show=LIST&lang=LANGUAGE), and the same with a moment of the past (&at=MOMENT&speed=SPEED).
import { VeiledFloor, type Veil } from '#core/access/veil.ts';
import type { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import { parseMoment, type Moment } from '#core/protocol/moment.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { FloorViewBuilder, type LongReading } from '#core/view/build-floor-view.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import { parseShow, USUAL_SHOW, type Show } from '#core/view/show.ts';
import type { Compute } from './hub.ts';

const LONGEST_LANGUAGE = 35;

export interface FloorTopic {
  scopeText: string;
  scope: Scope;
  show: Show;
  /** of names; undefined: the operator's */
  language: string | undefined;
  /** null: the present */
  moment: Moment | null;
}

const KNOWN = 'floor?scope=all, board?id=ID, kiosk?id=ID, messages or alerts';

/** @param metrics those there are; without them any name goes */
export function parseTopic(topic: string, metrics?: ReadonlyMap<string, Metric>): Result<FloorTopic> {
  const [name, query = ''] = splitOnce(topic, '?');
  if (name !== 'floor') return fail('bad_topic', `topic "${topic}" is not known; watch ${KNOWN}.`);
  const params = new URLSearchParams(query);
  const scopeText = params.get('scope') ?? 'all';
  const scope = parseScope(scopeText);
  if (!scope.ok) return scope;
  const show = parseShow(params.get('show') ?? USUAL_SHOW, metrics);
  if (!show.ok) return show;
  const moment = parseMoment(params.get('at'), params.get('speed'));
  if (!moment.ok) return moment;
  const language = params.get('lang')?.slice(0, LONGEST_LANGUAGE) || undefined;
  return ok({ scopeText, scope: scope.value, show: show.value, language, moment: moment.value });
}

/**
 * How to compute a topic of the present.
 * @param veil null: agents are seen by name
 * @param longReading null: the engine holds all days
 */
export function openTopic(
  topic: string,
  engine: Engine,
  sources: (at: number) => SourceView[],
  veil: Veil | null = null,
  longReading: LongReading | null = null,
): Result<Compute> {
  const parsed = parseTopic(topic, engine.metrics);
  if (!parsed.ok) return parsed;
  const { scopeText, scope, show, language } = parsed.value;
  const builder = new FloorViewBuilder(engine, scopeText, scope, { show, language, longReading });
  if (!veil) return ok((at) => builder.build(at, sources(at)));
  const floor = new VeiledFloor(veil);
  return ok((at) => floor.of(builder.build(at, sources(at)), at));
}

export function splitOnce(text: string, by: string): [string, string?] {
  const i = text.indexOf(by);
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)];
}
