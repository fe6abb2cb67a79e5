// The arguments of a command, and the data folder that they or the settings name.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { loadSettings, type Settings } from '../config.ts';
import { wrongArgument } from '../wrong-argument.ts';
import { WrongUse } from './wrong-use.ts';

export type Environment = Record<string, string | undefined>;

const COMMON = { data: { type: 'string' }, config: { type: 'string' } } as const;

/** @param help told with what is wrong @throws WrongUse */
export function readArguments<O extends ParseArgsOptionsConfig>(args: string[], options: O, help: string) {
  try {
    return parseArgs({ args, options: { ...COMMON, ...options }, allowPositionals: true });
  } catch (cause) {
    throw new WrongUse(`${wrongArgument(cause)}\n\n${help}`);
  }
}

/** The one file that a command is about. @throws WrongUse */
export function onlyFile(positionals: string[], help: string): string {
  if (positionals.length === 1 && positionals[0] !== '') return positionals[0];
  throw new WrongUse(`${positionals.length === 0 ? 'A file is missing' : 'One file, not more'}.\n\n${help}`);
}

/** @throws BadSettings */
export const settingsOf = ({ config }: { config?: string }, env: Environment): Settings =>
  loadSettings(config === undefined ? [] : ['--config', config], env);

/** Settings are read only where the folder is not named. @throws BadSettings */
export const folderOf = (options: { data?: string; config?: string }, env: Environment): string =>
  options.data ?? settingsOf(options, env).data;
