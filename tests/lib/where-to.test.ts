import { describe, expect, it } from 'vitest';
import { signInFor, whereTo } from '#lib/access/where-to.ts';

const HERE = 'https://tablo.example.org';

describe('where a sign-in leads back to', () => {
  it('is the page that was asked for, with all that stands in its address', () => {
    const asked = new URL(`${HERE}/desk?scope=site:omsk&lang=ru#x`);
    const signIn = new URL(signInFor(asked), HERE);
    expect([signIn.pathname, signIn.searchParams.get('lang')]).toEqual(['/sign-in', 'ru']);
    expect(whereTo(signIn.searchParams.get('to'), HERE)).toBe(asked.href);
  });

  it.each([
    ...['https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example'],
    ...['javascript:alert(1)', 'data:text/html,x', '@evil.example', 'evil.example', '', '/sign-in?to=/sign-in', '//'],
  ])('is the desk where the address says %j', (to) => {
    expect(whereTo(to, HERE)).toBe(`${HERE}/desk`);
  });

  it('stays on this host whatever the path looks like to a browser', () => {
    for (const to of ['/.//evil.example', '/x/..//evil.example', '/%2f/evil.example', '/\n//evil.example'])
      expect(new URL(whereTo(to, HERE), HERE).origin, to).toBe(HERE);
  });
});
