// What the claims of a provider make of a person, without a provider.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '#core/access/rights.ts';
import { hasAll, vouchedIn } from '../../server/access/oidc-claims.ts';

const roles = { staff: 'viewer', bosses: 'leader', __proto__: 'administrator' } as const;
const role = (claims: Record<string, unknown>, roleClaim = 'groups'): string => {
  const found = vouchedIn(claims, { roleClaim, roles });
  return found.ok ? found.value.role : found.problem.code;
};

describe('claims', () => {
  it('give a role by one value or a list of them, wherever it stands', () => {
    expect(role({ groups: 'staff' })).toBe('viewer');
    expect(role({ groups: ['staff', 'bosses'] })).toBe('leader');
    expect(role({ resource_access: { 'my.app': { roles: ['bosses'] } } }, 'resource_access.my.app.roles')).toBe(
      'leader',
    );
    expect(role({ 'https://example.org/roles': ['staff'] }, 'https://example.org/roles')).toBe('viewer');
    expect(role({ realm_access: { groups: ['staff'] } }, 'realm_access.roles')).toBe('no_role');
  });

  it('that are no texts, or names that every object has, give none', () => {
    for (const groups of [
      undefined,
      null,
      5,
      {},
      [['staff']],
      [{ staff: true }],
      ['toString', '__proto__', 'STAFF', ''],
    ])
      expect(role({ groups }), JSON.stringify(groups)).toBe('no_role');
    expect(role({}, 'constructor.name')).toBe('no_role');
  });

  it('name a person in one line of 80 characters, and make no login that somebody could type', () => {
    const named = (claims: object): unknown =>
      vouchedIn({ groups: 'staff', ...claims }, { roleClaim: 'groups', roles });
    expect(named({ sub: '1', email: 'Anna@Example.org', name: ' Anna\n\u202E Petrova ' })).toMatchObject({
      value: { name: 'Anna Petrova', login: 'oidc:anna@example.org' },
    });
    expect(named({ sub: 'x'.repeat(500) })).toMatchObject({ value: { name: 'x'.repeat(80) } });
    expect(named({ name: { first: 'Anna' } })).toMatchObject({ value: { name: 'somebody', login: 'oidc:somebody' } });
  });

  it('are asked for where they are not all there', () => {
    const settings = { roleClaim: 'realm.roles', sites: 'sites' };
    expect(hasAll({ name: 'Anna', realm: { roles: [] }, sites: [] }, settings)).toBe(true);
    expect(hasAll({ name: 'Anna', realm: {}, sites: [] }, settings)).toBe(false);
    expect(hasAll({ name: 'Anna', realm: { roles: [] } }, settings)).toBe(false);
  });

  it('whatever they are, give a role of the settings or none, and never a site that is not theirs', () => {
    const given = fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom('staff', 'bosses', 'omsk', '*', '__proto__')));
    const claims = fc.dictionary(fc.constantFrom('groups', 'name', 'sub', 'sites', '__proto__'), given);
    let letIn = 0;
    fc.assert(
      fc.property(claims, (said) => {
        const found = vouchedIn(said, { roleClaim: 'groups', roles, sites: 'sites' });
        if (found.ok) letIn++;
        const { role, sites } = found.ok ? found.value : { role: 'viewer', sites: [] };
        expect(ROLES).toContain(role);
        for (const site of sites ?? ['*']) expect([said.sites].flat()).toContain(site);
      }),
      { numRuns: 500 },
    );
    expect(letIn).toBeGreaterThan(5);
  });
});
