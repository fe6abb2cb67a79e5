// Which live topics there are: floor?scope=SCOPE.
import type { Engine } from '#core/engine.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { parseScope } from '#core/scope.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { Compute } from './hub.ts';

export function openTopic(topic: string, engine: Engine, sources: (at: number) => SourceView[]): Result<Compute> {
  const [name, query = ''] = splitOnce(topic, '?');
  if (name !== 'floor') return fail('bad_topic', `topic "${topic}" is not known; watch floor?scope=all.`);
  const scopeText = new URLSearchParams(query).get('scope') ?? 'all';
  const scope = parseScope(scopeText);
  if (!scope.ok) return scope;
  const builder = new FloorViewBuilder(engine, scopeText, scope.value);

  return ok((at) => builder.build(at, sources(at)));
}

function splitOnce(text: string, by: string): [string, string?] {
  const i = text.indexOf(by);
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)];
}
