// Composition root of the process: settings in, signals in, one app.
import { join } from 'node:path';
import { createApp, type App } from './app.ts';
import { BadSettings, loadSettings } from './config.ts';
import { FolderProblem } from './log/folder-problem.ts';

const CLOSE_WITHIN_MS = 5000;

try {
  const settings = loadSettings(process.argv.slice(2), process.env);
  const app = await createApp({ settings, now: Date.now, web: join(import.meta.dirname, '../build') });
  console.log(`Tablo is at ${app.url.replace('127.0.0.1', 'localhost')}`);
  const { invitation } = app.doors;
  if (invitation !== null) console.log(openDoors(app, `${app.doors.address ?? app.url}/sign-in#first=${invitation}`));
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
function openDoors({ doors: { areOpen, byProvider } }: App, address: string): string {
  const link = address.replace('127.0.0.1', 'localhost');
  if (byProvider) return `People sign in with ${byProvider.name}. Until an administrator does, ${link} makes one`;
  const who = areOpen ? 'It is open to anyone on this machine. To let people in by name' : 'Nobody can look in yet';
  return `${who}: make the administrator at ${link}`;
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return `${error.message}: the port is taken; set PORT to another one.`;
  if (error instanceof FolderProblem) return error.message;
  return error.stack ?? String(error);
}
