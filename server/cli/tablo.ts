// The command line: which command was asked for, and how its end is told.
import { BadSettings } from '../config.ts';
import { recount, RECOUNT_HELP } from './recount.ts';
import { WrongUse } from './wrong-use.ts';

const HELP = `tablo COMMAND [options]

  recount   work every number out anew from the log and say whether history agrees

tablo COMMAND --help tells more.`;

const [command, ...args] = process.argv.slice(2);
const terminal = {
  out: (line: string) => console.log(line),
  progress: (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  },
};

try {
  if (command === undefined || command === '--help' || command === 'help') console.log(HELP);
  else if (command !== 'recount') throw new WrongUse(`There is no command "${command}".\n\n${HELP}`);
  else if (args.includes('--help')) console.log(RECOUNT_HELP);
  else process.exitCode = await recount(args, process.env, terminal);
} catch (error) {
  const isOurs = error instanceof WrongUse || error instanceof BadSettings;
  console.error(isOurs ? error.message : error);
  process.exitCode = 2;
}
