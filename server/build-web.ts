// Builds the web app when it is missing or older than its sources: run before the server by `npm start`.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const SOURCES = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((entry) => newest(join(path, entry))));
}

const builtAt = statSync(join(root, 'build/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (builtAt < Math.max(...SOURCES.map((source) => newest(join(root, source))))) {
  console.log('Building the web app …');
  const built = spawnSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  // What the build says of itself is of use only when it fails.
  if (built.status !== 0) {
    process.stdout.write(built.stdout ?? '');
    process.exit(built.status ?? 1);
  }
}
