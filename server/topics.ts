// Which topics there are: floor?scope=SCOPE, and the same with a moment of the past: &at=MOMENT&speed=SPEED.
import type { Engine } from '#core/engine.ts';
import { parseMoment, type Moment } from '#core/protocol/moment.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { Compute } from './hub.ts';

export interface Topic {
  scopeText: string;
  scope: Scope;
  /** null: the present */
  moment: Moment | null;
}

export function parseTopic(topic: string): Result<Topic> {
  const [name, query = ''] = splitOnce(topic, '?');
  if (name !== 'floor') return fail('bad_topic', `topic "${topic}" is not known; watch floor?scope=all.`);
  const params = new URLSearchParams(query);
  const scopeText = params.get('scope') ?? 'all';
  const scope = parseScope(scopeText);
  if (!scope.ok) return scope;
  const moment = parseMoment(params.get('at'), params.get('speed'));
  return moment.ok ? ok({ scopeText, scope: scope.value, moment: moment.value }) : moment;
}

/** How to compute a topic of the present. */
export function openTopic(topic: string, engine: Engine, sources: (at: number) => SourceView[]): Result<Compute> {
  const parsed = parseTopic(topic);
  if (!parsed.ok) return parsed;
  const { scopeText, scope } = parsed.value;
  const builder = new FloorViewBuilder(engine, scopeText, scope);
  return ok((at) => builder.build(at, sources(at)));
}

function splitOnce(text: string, by: string): [string, string?] {
  const i = text.indexOf(by);
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)];
}
