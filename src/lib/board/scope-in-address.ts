// Which part of the floor an address asks for: ?scope=site:rostov,queue:tariffs, or shorter ?site=rostov.

const KINDS = ['site', 'team', 'queue', 'channel'] as const;

/** As in the API; "all" where nothing is said. */
export function scopeIn(params: URLSearchParams): string {
  const parts = KINDS.flatMap((kind) => params.getAll(kind).map((id) => `${kind}:${id}`));
  const scope = params.get('scope');
  return [...(scope && scope !== 'all' ? [scope] : []), ...parts].join(',') || 'all';
}
