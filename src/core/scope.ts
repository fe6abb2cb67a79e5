// Scopes: all, site:ID, team:ID, queue:ID, channel:ID, several joined by "," intersect.
import { CHANNELS } from './vocabulary.ts';
import { fail, ok, type Result } from './result.ts';

export interface Scope {
  site?: string;
  team?: string;
  queue?: string;
  channel?: string;
  /** two different ids of one kind were asked for: nothing is in both */
  empty?: boolean;
}

const KINDS = ['site', 'team', 'queue', 'channel'] as const;

export function parseScope(text: string): Result<Scope> {
  const scope: Scope = {};
  // An id may itself hold a comma: a new part begins only where a kind follows.
  for (const part of text.split(/,(?=all$|all,|site:|team:|queue:|channel:)/)) {
    if (part === 'all') continue;
    const colon = part.indexOf(':');
    const kind = KINDS.find((k) => k === part.slice(0, colon));
    const id = part.slice(colon + 1);
    if (!kind || id === '')
      return fail(
        'bad_scope',
        `scope "${part}" is not known; use all, site:ID, team:ID, queue:ID or channel:ID, joined by ",".`,
        'scope',
      );
    if (kind === 'channel' && !CHANNELS.some((c) => c === id))
      return fail('bad_scope', `channel "${id}" is not known; use one of ${CHANNELS.join(', ')}.`, 'scope');
    if (scope[kind] !== undefined && scope[kind] !== id) scope.empty = true;
    scope[kind] = id;
  }
  return ok(scope);
}
