// Settings of the sign-in by a provider (OpenID Connect): who it is, and what its claims give in Tablo.
import { z } from 'zod';
import { ROLES } from '#core/access/rights.ts';

const text = (what: string, most: number): z.ZodString =>
  z.string(`must be there: ${what}`).trim().min(1, 'must not be empty').max(most);
const claim = text('the name of a claim', 200);
const value = z.string().min(1).max(256);
const OWN_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export const OIDC = z
  .strictObject({
    /** as the provider calls itself, to the letter */
    issuer: z
      .url({
        protocol: /^https?$/,
        error: 'is no address; write for example https://sso.example.org/realms/main',
      })
      .refine(isGuarded, 'must be https; http is for a provider on this machine only'),
    clientId: text('what the provider calls Tablo', 256),
    clientSecret: text('the secret that the provider gave Tablo, or TABLO_OIDC_CLIENT_SECRET in the environment', 1024),
    /** on the button: "Sign in with …"; by default the issuer's host */
    name: text('what people call the provider', 40).optional(),
    scope: text('what the provider is asked for', 400)
      .refine((scope) => scope.split(' ').includes('openid'), 'must have "openid" among its words')
      .default('openid profile email'),
    /** where the groups or roles of a person stand; dots lead into it: realm_access.roles */
    roleClaim: claim.default('groups'),
    /** value of that claim → role; of several the one that may most */
    roles: z
      .record(value, z.enum(ROLES, `must be one of ${ROLES.join(', ')}`))
      .refine((roles) => Object.keys(roles).length > 0, 'must give a role to at least one value of the claim'),
    /** a claim that has ids of sites in it, or value of roleClaim → id of a site; "*" is all sites. Without it all are seen */
    sites: z.union([claim, z.record(value, value)], 'must be the name of a claim, or VALUE: SITE lines').optional(),
    /** whether people may sign in with passwords, too */
    localLogin: z.boolean().default(true),
  })
  .refine(({ roles, localLogin }) => localLogin || Object.values(roles).includes('administrator'), {
    error: 'must make somebody an administrator where localLogin is false, or nobody could ever let people in',
    path: ['roles'],
  });
export type OidcSettings = z.infer<typeof OIDC>;

/** What secrets travel by must be encrypted, or stay on this machine. */
function isGuarded(issuer: string): boolean {
  const url = URL.parse(issuer);
  // What is no address has its own sentence.
  return url === null || url.protocol === 'https:' || OWN_MACHINE.test(url.hostname);
}

export const providerName = ({ name, issuer }: Pick<OidcSettings, 'name' | 'issuer'>): string =>
  name ?? new URL(issuer).host;
