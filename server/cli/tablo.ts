// The command line: which command was asked for, and how its end is told.
import { BadSettings } from '../config.ts';
import { FolderProblem, isDamage } from '../log/folder-problem.ts';
import type { Environment } from './arguments.ts';
import { Failed, Interrupted } from './failed.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

interface Command {
  help: string;
  /** @returns the exit code @throws WrongUse, BadSettings, Failed, Interrupted */
  run(args: string[], env: Environment, terminal: Terminal): Promise<number>;
}

/** Each is loaded when it is asked for. */
const COMMANDS: Record<string, { about: string; load(): Promise<Command> }> = {
  backup: {
    about: 'copy the log into one file, while the server runs',
    load: async () => import('./backup.ts').then(({ BACKUP_HELP: help, backup: run }) => ({ help, run })),
  },
  restore: {
    about: 'make a backup the log of a data folder',
    load: async () => import('./restore.ts').then(({ RESTORE_HELP: help, restore: run }) => ({ help, run })),
  },
  import: {
    about: 'add the events of an old log, or of a file with events',
    load: async () => import('./import.ts').then(({ IMPORT_HELP: help, importEvents: run }) => ({ help, run })),
  },
  doctor: {
    about: 'look at a data folder and say what is wrong with it',
    load: async () => import('./doctor.ts').then(({ DOCTOR_HELP: help, doctor: run }) => ({ help, run })),
  },
  lint: {
    about: 'say of boards what can’t be read, burns in, or has no source',
    load: async () => import('./lint.ts').then(({ LINT_HELP: help, lint: run }) => ({ help, run })),
  },
  token: {
    about: 'make, list and revoke tokens of senders',
    load: async () => import('./token.ts').then(({ TOKEN_HELP: help, token: run }) => ({ help, run })),
  },
  agent: {
    about: 'take out, or erase, what is kept of one agent',
    load: async () => import('./agent.ts').then(({ AGENT_HELP: help, agent: run }) => ({ help, run })),
  },
  recount: {
    about: 'work every number out anew from the log and say whether history agrees',
    load: async () => import('./recount.ts').then(({ RECOUNT_HELP: help, recount: run }) => ({ help, run })),
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
  else {
    const { help, run } = await COMMANDS[name].load();
    if (!args.includes('--help')) return run(args, process.env, terminal);
    terminal.out(help);
  }
  return 0;
}

/** @returns the exit code */
function told(error: unknown): number {
  if (error instanceof Interrupted) {
    terminal.err(`Interrupted. ${error.message}`.trim());
    return SIGNALS[signal];
  }
  if (isDamage(error)) {
    terminal.err(`The log is damaged (${(error as Error).message}): \`tablo doctor\` says more, and what to do.`);
    return 1;
  }
  const isFailure = error instanceof Failed || error instanceof FolderProblem;
  const isOurs = isFailure || error instanceof WrongUse || error instanceof BadSettings;
  terminal.err(isOurs ? error.message : ((error as Error).stack ?? String(error)));
  return error instanceof WrongUse || error instanceof BadSettings ? 2 : 1;
}
