// Composition root of the process: settings in, signals in, one app.
import { join } from 'node:path';
import { createApp, type App } from './app.ts';
import { BadSettings, loadSettings } from './config.ts';
import { FolderProblem } from './log/folder-problem.ts';
import { ownAddress } from './own-address.ts';
import { NotBuilt } from './web-build.ts';

const CLOSE_WITHIN_MS = 5000;
/** Why nobody can be listened to, and what to do. */
const LISTENING: Record<string, string> = {
  EADDRINUSE: 'the port is taken; set PORT to another one',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one that it has, or to 0.0.0.0 for all',
  EACCES: 'this user may not take that port; set PORT to one from 1024 on',
  ENOTFOUND: 'no address is known by that name; set HOST to an address of this machine, or to 0.0.0.0 for all',
};

const HELP = `npm start -- [--config FILE] [--no-demo] [--open]

  --config FILE  settings; default: tablo.yaml of this folder, where there is one
  --no-demo      without the simulated floor
  --open         anyone may look in, also beyond this machine, until there is an administrator

HOST, PORT, TABLO_DATA and the settings: docs/operations.md. Other commands: npm run tablo -- --help`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit();
}
try {
  const settings = loadSettings(args, process.env);
  const app = await createApp({ settings, now: Date.now, web: join(import.meta.dirname, '../build') });
  const own = ownAddress(settings.host, Number(new URL(app.url).port));
  console.log(`Tablo is at ${own}`);
  const { invitation } = app.doors;
  if (invitation !== null) console.log(openDoors(app, `${app.doors.address ?? own}/sign-in#first=${invitation}`));
  const stop = () => {
    setTimeout(() => process.exit(0), CLOSE_WITHIN_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(0);
      },
    );
  };
  // What the engine knows and what is on disk may differ now: a start reads it again.
  void app.broken.then((sentence) => {
    console.error(`Nothing more can be taken: ${sentence}. Tablo ends; start it again, and it goes on from its log.`);
    process.exit(1);
  });
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await app.ready;
} catch (error) {
  if (error instanceof BadSettings) {
    console.error('These settings are wrong:');
    for (const problem of error.problems) console.error(`  ${problem}`);
  } else console.error(explain(error as NodeJS.ErrnoException));
  process.exit(1);
}

/** On the terminal and in no log file: whoever has the link may make the administrator. */
function openDoors({ doors: { areOpen, byProvider, isLoopback } }: App, link: string): string {
  if (byProvider) return `People sign in with ${byProvider.name}. Until an administrator does, ${link} makes one`;
  if (!areOpen) return `Nobody can look in yet: make the administrator at ${link}`;
  const who = isLoopback ? 'anyone on this machine' : 'anyone who reaches it';
  return `It is open to ${who}. To let people in by name: make the administrator at ${link}`;
}

function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof FolderProblem || error instanceof NotBuilt) return error.message;
  const remedy = LISTENING[error.code ?? ''];
  const isOfPort = error.syscall === 'listen' || error.syscall === 'getaddrinfo';
  return isOfPort && remedy !== undefined ? `${error.message}: ${remedy}.` : (error.stack ?? String(error));
}
