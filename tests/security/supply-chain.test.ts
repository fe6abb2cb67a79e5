// What Tablo is made of: the lock file says each package whole, the ones that run have licences that may be shipped, run
// nothing when they are installed, and are few. The bill of materials lists them all.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const LICENCES = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense'];
/** pino alone brings twelve; whoever adds one asks whether forty lines would do. */
const MOST_AT_RUN_TIME = 32;

interface Locked {
  version: string;
  integrity?: string;
  resolved?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
}
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const lock = read('package-lock.json') as { packages: Record<string, Locked> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
const runtime = locked.filter(([, { dev }]) => !dev);

describe('the lock file', () => {
  it('has a digest of each package, and no address of a registry', () => {
    expect(locked.length).toBeGreaterThan(100);
    for (const [path, { integrity, resolved, link }] of locked)
      expect({ path, integrity, resolved, link }).toEqual({
        path,
        integrity: expect.stringMatching(/^sha512-[A-Za-z0-9+/]{86}==$/) as string,
      });
  });

  it('has what package.json names, at exactly that version', () => {
    const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(`${name}@${lock.packages[`node_modules/${name}`]?.version}`).toBe(`${name}@${version}`);
  });
});

describe('a package that runs', () => {
  it('may be shipped', () => {
    for (const [path, { license }] of runtime) expect(LICENCES, path).toContain(license);
  });

  it('runs nothing when it is installed', () => {
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('is one of few', () => {
    expect(runtime.length).toBeGreaterThan(5);
    expect(runtime.length).toBeLessThanOrEqual(MOST_AT_RUN_TIME);
  });

  it('is in the bill of materials (CycloneDX), with its version and licence', () => {
    const text = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
    const bill = JSON.parse(text) as { bomFormat: string; components: { purl: string; licenses?: unknown[] }[] };
    expect(bill.bomFormat).toBe('CycloneDX');
    // All of it: with --omit=dev npm leaves out what something of development needs, too.
    const licensed = bill.components.filter(({ licenses }) => licenses?.length);
    const purls = licensed.map(({ purl }) => decodeURIComponent(purl));
    for (const [path, { version }] of runtime)
      expect(purls).toContain(`pkg:npm/${path.split('node_modules/').at(-1)}@${version}`);
  });
});
