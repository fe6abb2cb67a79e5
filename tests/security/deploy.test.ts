// What the image and the systemd unit run, where no image can be built: its files and nothing else, owned by another, not
// to be written, started by a user without rights. The unit is judged by systemd itself.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { quietEnvironment } from '../support/server-process.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

const root = join(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(join(root, 'deploy', file), 'utf8');
const NOBODY = 10_001;
interface Lock {
  packages: Record<string, { dev?: boolean }>;
}
/** Where the image's packages lie, those for development left out. */
function runtimePackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return Object.keys(packages).filter((path) => path !== '' && !packages[path].dev && existsSync(join(root, path)));
}

it('the image copies files that are there, and runs as a user of its own', () => {
  const lines = text('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const copied = lines.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1].split(' ') ?? []);
  expect(copied.length).toBeGreaterThan(5);
  for (const file of copied.filter((name) => !name.includes('*')))
    expect(existsSync(join(root, file)), file).toBe(true);
  expect(lines.filter((line) => line.startsWith('USER'))).toEqual([`USER ${NOBODY}:${NOBODY}`]);
  expect(lines.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true);
  expect(text('Dockerfile')).not.toMatch(/:latest|curl|wget|apt-get/);
});

it('what the image holds starts by a user without rights, from a folder that nobody may write', async () => {
  const folder = testFolder();
  chmodSync(folder, 0o755);
  const [code, data] = [join(folder, 'code'), join(folder, 'data')];
  const held = text('Dockerfile').matchAll(/^COPY --from=build \/src\/(\S+) \S+$/gm);
  for (const [, path] of held) {
    const paths = path === 'node_modules' ? runtimePackages() : [path];
    for (const one of paths) {
      mkdirSync(dirname(join(code, one)), { recursive: true });
      cpSync(join(root, one), join(code, one), { recursive: true });
    }
  }
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  execFileSync('chmod', ['-R', 'a-w,a+rX', code]);
  mkdirSync(data);
  chownSync(data, NOBODY, NOBODY);
  const [, command] = /^CMD \["node", (.+)\]$/m.exec(text('Dockerfile')) ?? [];
  const args = JSON.parse(`[${command}]`) as string[];
  const child = spawn(node, args, {
    cwd: code,
    uid: NOBODY,
    gid: NOBODY,
    env: {
      ...quietEnvironment(),
      NODE_COMPILE_CACHE: '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      TABLO_DATA: data,
    },
  });
  const gone = once(child, 'exit');
  whenOver(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^Tablo is at (\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
    }),
    gone.then(() => Promise.reject(new Error(said))),
  ]);
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await (await fetch(`${url}/wall/floor`)).text()).toMatch(/<!doctype html>/i);
  expect((await fetch(`${url}/api/v1/metrics`)).status).toBe(200);
  expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${NOBODY}`, 'm'));
  expect(readdirSync(data)).toContain('events.db');
  const { stdout } = spawnSync(node, ['server/tablo.mjs', 'lint', 'floor'], {
    ...{ cwd: code, uid: NOBODY, gid: NOBODY, encoding: 'utf8' },
    env: { ...quietEnvironment(), TABLO_DATA: data },
  });
  expect(stdout).toMatch(/^board floor \(.*\n?.*kiosk floor/s);
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});

it('the systemd unit is one, and gives the service next to nothing', () => {
  const unit = join(root, 'deploy/tablo.service');
  const lines = readFileSync(unit, 'utf8').split('\n');
  for (const line of [
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'DynamicUser=yes',
    'Restart=always',
    'MemoryMax=4G',
  ])
    expect(lines).toContain(line);
  const { stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  // On this machine nothing is installed where the unit looks for it.
  expect(stderr.split('\n').filter((line) => line !== '' && !line.includes('is not executable'))).toEqual([]);
  const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit], {
    encoding: 'utf8',
  });
  expect(judged.stdout).toMatch(/Overall exposure level/);
  expect(judged.status).toBe(0);
});
