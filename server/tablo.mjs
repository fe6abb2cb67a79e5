#!/usr/bin/env node
// Starts the command line with the project's own Node, whatever version the machine has; where only what runs is
// installed, with the one that runs this.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

function projectsNode() {
  try {
    return join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
  } catch {
    return process.execPath;
  }
}

const child = spawn(projectsNode(), [join(import.meta.dirname, 'cli/tablo.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The command ends in order, and this one after it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
