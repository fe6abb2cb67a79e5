// The command line: which command was asked for, and how its end is told.
import { BadSettings } from '../config.ts';
import { BACKUP_HELP, backup } from './backup.ts';
import { doctor, DOCTOR_HELP } from './doctor.ts';
import { Failed, Interrupted } from './failed.ts';
import { IMPORT_HELP, importEvents } from './import.ts';
import { recount, RECOUNT_HELP } from './recount.ts';
import { restore, RESTORE_HELP } from './restore.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

interface Command {
  about: string;
  help: string;
  /** @returns the exit code @throws WrongUse, BadSettings, Failed, Interrupted */
  run(args: string[], env: Record<string, string | undefined>, terminal: Terminal): Promise<number>;
}

const COMMANDS: Record<string, Command> = {
  backup: { about: 'copy the log into one file, while the server runs', help: BACKUP_HELP, run: backup },
  restore: { about: 'make a backup the log of a data folder', help: RESTORE_HELP, run: restore },
  import: { about: 'add the events of an old log, or of a file with events', help: IMPORT_HELP, run: importEvents },
  doctor: { about: 'look at a data folder and say what is wrong with it', help: DOCTOR_HELP, run: doctor },
  recount: {
    about: 'work every number out anew from the log and say whether history agrees',
    help: RECOUNT_HELP,
    run: recount,
  },
};

const HELP = `tablo COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(8)}  ${about}`)
  .join('\n')}

tablo COMMAND --help tells more.`;

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
/** A terminal sends Ctrl-C to all that run in it, and each may pass it on: only a later one is a second one. */
const ONE_SIGNAL_MS = 500;

const interruption = new AbortController();
let signal: keyof typeof SIGNALS = 'SIGINT';
let firstAt: number | null = null;
for (const name of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[])
  process.on(name, () => {
    firstAt ??= performance.now();
    signal = name;
    interruption.abort();
    if (performance.now() - firstAt > ONE_SIGNAL_MS) process.exit(SIGNALS[name]);
  });
// A reader that has enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const [name, ...args] = process.argv.slice(2);
const terminal = createTerminal(process, interruption.signal, () => performance.now());
try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = told(error);
} finally {
  terminal.progress.end();
}

async function run(): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') terminal.out(HELP);
  else if (!Object.hasOwn(COMMANDS, name)) throw new WrongUse(`There is no command "${name}".\n\n${HELP}`);
  else if (args.includes('--help')) terminal.out(COMMANDS[name].help);
  else return COMMANDS[name].run(args, process.env, terminal);
  return 0;
}

/** @returns the exit code */
function told(error: unknown): number {
  if (error instanceof Interrupted) {
    terminal.err(`Interrupted. ${error.message}`.trim());
    return SIGNALS[signal];
  }
  const isOurs = error instanceof WrongUse || error instanceof BadSettings || error instanceof Failed;
  terminal.err(isOurs ? error.message : ((error as Error).stack ?? String(error)));
  return error instanceof WrongUse || error instanceof BadSettings ? 2 : 1;
}
