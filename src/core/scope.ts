// Scopes: all, site:ID, team:ID, queue:ID, channel:ID, several joined by "," intersect.
import { CHANNELS, type Channel } from './vocabulary.ts';
import { fail, ok, type Result } from './result.ts';

export interface Scope {
  site?: string;
  team?: string;
  queue?: string;
  channel?: Channel;
  /** two different ids of one kind were asked for: nothing is in both */
  empty?: boolean;
}

export const SCOPE_KINDS = ['site', 'team', 'queue', 'channel'] as const;
type ScopeKind = (typeof SCOPE_KINDS)[number];

/** @returns a problem for a kind or a channel that there is not; what ids there are is not looked at */
export function parseScope(text: string): Result<Scope> {
  const scope: Scope = {};
  const ids: Partial<Record<ScopeKind, string>> = scope;
  // An id may itself hold a comma: a new part begins only where a kind follows.
  for (const part of text.split(/,(?=all$|all,|site:|team:|queue:|channel:)/)) {
    if (part === 'all') continue;
    const colon = part.indexOf(':');
    const kind = SCOPE_KINDS.find((k) => k === part.slice(0, colon));
    const id = part.slice(colon + 1);
    if (!kind || id === '')
      return fail(
        'bad_scope',
        `scope "${part}" is not known; use all, site:ID, team:ID, queue:ID or channel:ID, joined by ",".`,
        'scope',
      );
    if (kind === 'channel' && !CHANNELS.some((c) => c === id))
      return fail('bad_scope', `channel "${id}" is not known; use one of ${CHANNELS.join(', ')}.`, 'scope');
    if (ids[kind] !== undefined && ids[kind] !== id) scope.empty = true;
    ids[kind] = id;
  }
  return ok(scope);
}
