// Who asks for something: a person, a screen, a sender of events, or anyone where the doors are open.
import type { Right } from '#core/access/rights.ts';
import { FULL_SIGHT, isInSight, outOfSight, type Sight } from '#core/access/sight.ts';
import type { Directory } from '#core/directory.ts';
import { parseScope } from '#core/scope.ts';
import { HttpError } from '../http/http-error.ts';
import type { Grant } from './screen-grant.ts';

export interface Asker {
  kind: 'anyone' | 'person' | 'screen' | 'sender';
  /** of the person, the screen or the token; "" for anyone */
  id: string;
  /** as the audit log calls them */
  name: string;
  rights: ReadonlySet<Right>;
  sight: Sight;
  /** of a sender: CloudEvents sources that it may send events of; absent or null: any */
  sources?: readonly string[] | null;
  /** of a screen: what it shows, and what it may see for that */
  screen?: { path: string; grant: Grant };
  /** of the credential that was shown, where there is one */
  credential?: string;
  /** why a right is missing, where a role is not the reason */
  refusal?: HttpError;
}

/** The doors are open: anyone who reaches the server. */
export const anyone = (rights: Iterable<Right>, refusal?: HttpError): Asker => ({
  ...{ kind: 'anyone', id: '', name: 'anyone' },
  rights: new Set(rights),
  sight: FULL_SIGHT,
  ...(refusal ? { refusal } : {}),
});

const WHAT: Record<Right, string> = {
  numbers: 'see the numbers',
  names: 'see agents by name',
  speak: 'put messages on walls or look after alerts',
  boards: 'change boards',
  rules: 'change the rules of alerts',
  screens: 'pair or lead screens',
  events: 'send events',
  metrics: 'read /metrics',
  tokens: 'see or make tokens',
  people: 'see or change people and their roles',
  audit: 'read the audit log',
  agents: 'take out or erase what is kept of an agent',
};

/** @throws HttpError 401 for nobody, 403 for somebody who may not */
export function mustHave(asker: Asker | null, right: Right): asserts asker is Asker {
  if (!asker) throw notSignedIn();
  if (asker.rights.has(right)) return;
  if (asker.refusal) throw asker.refusal;
  throw new HttpError(
    403,
    'not_allowed',
    `${asker.name} may not ${WHAT[right]}; ask an administrator for a role with the right "${right}".`,
  );
}

/** A scope that can't be read is refused, with a sentence, where it is. @throws HttpError 403 */
export function mustSee({ sight }: Asker, scope: string, directory: Pick<Directory, 'teams' | 'queues'>): void {
  const parsed = parseScope(scope);
  if (!parsed.ok || isInSight(sight, parsed.value, directory)) return;
  throw HttpError.of(outOfSight(scope, sight).problem, 403);
}

const notSignedIn = (): HttpError =>
  new HttpError(401, 'not_signed_in', 'Sign in first, or send a token as "Authorization: Bearer …".', {
    headers: { 'www-authenticate': 'Bearer' },
  });

/** As the audit log names them: "person:ID Name". */
export function asAudited({
  kind = 'person',
  id,
  name,
}: Partial<Pick<Asker, 'kind'>> & { id: string; name: string }): string {
  return kind === 'anyone' ? 'anyone' : `${kind}:${id} ${name}`;
}

/** Whether they may do and see the same. */
export function sameRights(a: Asker, b: Asker): boolean {
  const seen = ({ sight, screen }: Asker): string => JSON.stringify([sight, screen?.path]);
  return a.rights.size === b.rights.size && [...a.rights].every((one) => b.rights.has(one)) && seen(a) === seen(b);
}
