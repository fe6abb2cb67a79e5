// Which part of the floor an address asks for: ?scope=site:rostov,queue:tariffs, or shorter ?site=rostov.
import { SCOPE_KINDS } from './scope.ts';

/** @param params those of a URLSearchParams @returns as in the API; "all" where nothing is said */
export function scopeIn(params: Iterable<readonly [string, string]>): string {
  const all = [...params];
  const parts = SCOPE_KINDS.flatMap((kind) => all.filter(([name]) => name === kind).map(([, id]) => `${kind}:${id}`));
  const scope = all.find(([name]) => name === 'scope')?.[1];
  return [...(scope && scope !== 'all' ? [scope] : []), ...parts].join(',') || 'all';
}
