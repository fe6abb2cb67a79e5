// All resources (things with ids, beside the numbers of api.ts), and how a path finds its own.
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../source.ts';
import { AGENT_RESOURCES } from './agent-resources.ts';
import { ALERT_RESOURCES } from './alert-resources.ts';
import { AUDIT_RESOURCES } from './audit-resources.ts';
import { BOARD_RESOURCES } from './board-resources.ts';
import { ME_RESOURCES } from './me-resources.ts';
import { MESSAGE_RESOURCES } from './message-resources.ts';
import { OIDC_RESOURCES } from './oidc-resources.ts';
import { PAIRING_RESOURCES } from './pairing-resources.ts';
import { PEOPLE_RESOURCES } from './people-resources.ts';
import { TOKEN_RESOURCES } from './token-resources.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';
import { SCREEN_RESOURCES } from './screen-resources.ts';

export const RESOURCES: Resource[] = [
  ...ME_RESOURCES,
  ...OIDC_RESOURCES,
  ...PEOPLE_RESOURCES,
  ...AUDIT_RESOURCES,
  ...AGENT_RESOURCES,
  ...TOKEN_RESOURCES,
  ...PAIRING_RESOURCES,
  ...SCREEN_RESOURCES,
  ...BOARD_RESOURCES,
  ...ALERT_RESOURCES,
  ...MESSAGE_RESOURCES,
];

export interface Found {
  resource: Resource;
  id: string;
}

export function resourceAt(method: string | undefined, pathname: string): Found | undefined {
  for (const resource of RESOURCES) {
    const id = resource.method === method ? idIn(resource.path, pathname) : null;
    if (id !== null) return { resource, id };
  }
  return undefined;
}

/** What may be done at a path: none where it is not ours. */
export const methodsOf = (pathname: string): string[] =>
  RESOURCES.filter(({ path }) => idIn(path, pathname) !== null).map(({ method }) => method);

export async function answerResource(
  { resource, id }: Found,
  context: ResourceContext,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const answer = await resource.handle(id, context, request);
  if (answer instanceof WithHeaders) return { status: resource.status, body: answer.body, headers: answer.headers };
  return { status: resource.status, body: answer };
}

/** @returns "" where the path has no id in it; null where it is another path */
function idIn(path: string, pathname: string): string | null {
  const [before, after] = path.split('{id}');
  if (after === undefined) return path === pathname ? '' : null;
  if (!pathname.startsWith(before) || !pathname.endsWith(after)) return null;
  const id = pathname.slice(before.length, pathname.length - after.length);
  if (id === '' || id.includes('/')) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
