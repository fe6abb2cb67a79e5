// What strangers show at the doors: cookies, codes, tokens, claims of a provider, signatures, addresses of proxies.
import type { IncomingMessage } from 'node:http';
import { parseJson } from '#core/board/document.ts';
import { readCode, spellCode } from '#core/access/pairing-code.ts';
import { Cookies, SCREEN } from '../../server/access/cookies.ts';
import { LogoutTokens } from '../../server/access/logout-tokens.ts';
import { vouchedIn, type Claims } from '../../server/access/oidc-claims.ts';
import { parseScreenPath } from '../../server/access/screen-path.ts';
import { isWhole, newTokenText } from '../../server/access/token-text.ts';
import { Visitors } from '../../server/http/visitors.ts';
import { isSigned, signature } from '../../server/webhook-signature.ts';
import { ofTexts, ofTrees, type Target } from './target.ts';

const SECRET = `whsec_${'a'.repeat(40)}`;
const ISSUER = 'http://127.0.0.1:9';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As a provider sends it, signed by nobody. */
function logoutToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const payload = { iss: ISSUER, aud: 'tablo', iat: now, exp: now + 60, jti: 'j', sid: 's', sub: 'u', events };
  return `${part({ alg: 'RS256', typ: 'logout+jwt', kid: 'k' })}.${part(payload)}.${'a'.repeat(342)}`;
}

export function doorTargets(): Target[] {
  const cookies = new Cookies(true);
  const visitors = new Visitors({
    ...{ trustedProxies: ['10.0.0.0/8', 'fd00::/8'], requestsPerS: 5, sockets: 5, ownMachine: true },
    monotonic: () => performance.now(),
  });
  const from = (headers: object) => ({ headers, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;
  const logoutTokens = new LogoutTokens('tablo', Date.now);
  // Nobody answers there, and no signature of a stranger gets so far.
  logoutTokens.sentBy(ISSUER, `${ISSUER}/keys`);
  const claims = [
    { sub: 'u', name: 'Анна', preferred_username: 'anna', groups: ['floor', 'leads'], site: ['north', '*'] },
    { sub: 'u', realm_access: { roles: ['leads'] }, groups: 'floor', site: 'north' },
  ];
  const signed = { id: 'm1', timestamp: 1_795_381_021, body: '{"a":1}' };
  return [
    ofTexts('codes of screens', 2, ['BCDF-GHJK', ' bcdf ghjk', 'ВСDF-GHJК'], (input) => {
      const code = readCode(input);
      if (code.ok && !readCode(spellCode(code.value)).ok) throw new Error('a code that reads once only');
    }),
    ofTexts('cookies', 2, [`a=b; __Host-${SCREEN}=${'x'.repeat(43)}; c=d`], (input) => {
      cookies.read(from({ cookie: input }), SCREEN);
    }),
    ofTexts('tokens of senders', 2, [newTokenText()], (input) => {
      isWhole(input);
    }),
    ofTexts('what a screen shows', 3, ['/wall/floor?scope=site:north&lang=ru', '/kiosk/floor'], (input) => {
      parseScreenPath(input);
    }),
    ofTrees('claims of a provider', 4, claims, (input) => {
      const parsed = parseJson(input);
      if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return;
      const roles = { floor: 'viewer', leads: 'leader' } as const;
      for (const roleClaim of ['groups', 'realm_access.roles'])
        vouchedIn(parsed.value as Claims, { roleClaim, roles, sites: 'site' });
    }),
    ofTexts('logout tokens of a provider', 2, [logoutToken()], async (input) => {
      const read = await logoutTokens.read(input).catch((cause: unknown) => cause as Error);
      if (!(read instanceof Error) && read.ok) throw new Error('a logout token that nobody signed');
    }),
    ofTexts('signatures of webhooks', 2, [signature(SECRET, 'm1', 1_795_381_021, '{"a":2}')], (input) => {
      if (isSigned([SECRET], input, signed)) throw new Error('a signature of something else');
    }),
    ofTexts(
      'addresses of proxies',
      2,
      ['203.0.113.7, 10.0.0.2', '2001:db8::1, fd00::1', '::ffff:10.0.0.1'],
      (input) => {
        const address = visitors.addressOf(from({ 'x-forwarded-for': input }));
        if (address === '') throw new Error('nobody asks');
      },
    ),
  ];
}
