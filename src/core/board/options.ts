// What can be set at a widget, as data: each option has a kind and a usual value. Checks options that come from a
// board's document; that a metric exists is the linter's to say.
import { fail, ok, type Problem, type Result } from '../result.ts';
import type { WindowName } from '../window.ts';
import type { Text } from './text.ts';

export type OptionSpec =
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly usual: string }
  /** key of a metric */
  | { readonly kind: 'metric'; readonly usual: string }
  | { readonly kind: 'window'; readonly usual: WindowName }
  | {
      readonly kind: 'number';
      readonly usual: number;
      readonly least: number;
      readonly most: number;
      readonly whole?: boolean;
    }
  | { readonly kind: 'flag'; readonly usual: boolean }
  /** in one language or several; `most` characters each (default 80) */
  | { readonly kind: 'text'; readonly usual: Text; readonly most?: number };

export type OptionSpecs = { readonly [name: string]: OptionSpec };

type ValueOf<S extends OptionSpec> = S extends { kind: 'choice'; of: readonly (infer V)[] }
  ? V
  : S extends { kind: 'metric' }
    ? string
    : S extends { kind: 'window' }
      ? WindowName
      : S extends { kind: 'number' }
        ? number
        : S extends { kind: 'flag' }
          ? boolean
          : Text;

/** What a widget is given: every option that its specs name. */
export type OptionsOf<S extends OptionSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };

const MOST_TEXT = 80;
const METRIC_KEY = /^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/;
const LANGUAGE = /^[a-z]{2}$/;
/** window.ts has the list too, and a library that pages don't need. */
const WINDOWS: Record<WindowName, true> = {
  now: true,
  '5m': true,
  '15m': true,
  '30m': true,
  '60m': true,
  interval: true,
  today: true,
  '24h': true,
  '7d': true,
  '28d': true,
};

/** As usual, where a board says nothing. */
export function usualOptions<S extends OptionSpecs>(specs: S): OptionsOf<S> {
  return Object.fromEntries(Object.entries(specs).map(([name, { usual }]) => [name, usual])) as OptionsOf<S>;
}

/** What a board says, completed by what is usual. The problem names the first wrong option (see optionProblems). */
export function parseOptions<S extends OptionSpecs>(specs: S, raw: unknown): Result<OptionsOf<S>> {
  const [problem] = optionProblems(specs, raw);
  if (problem) return fail(problem.code, problem.message, problem.path);
  return ok({ ...usualOptions(specs), ...(raw as object) });
}

/** All that is wrong, a sentence each. */
export function optionProblems(specs: OptionSpecs, raw: unknown): Problem[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return [{ code: 'bad_options', message: `options are ${show(raw)}; write {"name": value, …}.` }];
  return Object.entries(raw).flatMap(([name, value]) => {
    const spec = Object.keys(specs).includes(name) ? specs[name] : undefined;
    if (!spec) return [{ code: 'unknown_option', message: unknownOption(name, specs), path: name }];
    const wanted = wantedInstead(spec, value);
    const message = `${name} is ${show(value)}; write ${wanted}.`;
    return wanted === null ? [] : [{ code: 'bad_option', message, path: name }];
  });
}

function unknownOption(name: string, specs: OptionSpecs): string {
  const known = Object.keys(specs);
  return `There is no option "${name}"; ${known.length > 0 ? `there are ${known.join(', ')}` : 'there are none'}.`;
}

/** What to write instead; null where the value is right. */
function wantedInstead(spec: OptionSpec, value: unknown): string | null {
  switch (spec.kind) {
    case 'choice':
      return spec.of.some((one) => one === value) ? null : `one of ${spec.of.join(', ')}`;
    case 'metric':
      return typeof value === 'string' && METRIC_KEY.test(value) ? null : 'the key of a metric, such as "asa"';
    case 'window':
      return typeof value === 'string' && Object.keys(WINDOWS).includes(value)
        ? null
        : `one of ${Object.keys(WINDOWS).join(', ')}`;
    case 'number':
      return isWithin(spec, value) ? null : `a ${spec.whole ? 'whole ' : ''}number from ${spec.least} to ${spec.most}`;
    case 'flag':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'text':
      return isText(value, spec.most ?? MOST_TEXT)
        ? null
        : `a text of at most ${spec.most ?? MOST_TEXT} characters, or one for each language: {"en": …, "ru": …}`;
  }
}

function isWithin(spec: OptionSpec & { kind: 'number' }, value: unknown): boolean {
  if (typeof value !== 'number' || !(value >= spec.least && value <= spec.most)) return false;
  return spec.whole !== true || Number.isInteger(value);
}

function isText(value: unknown, most: number): value is Text {
  if (typeof value === 'string') return value.length <= most;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([language, text]) => LANGUAGE.test(language) && typeof text === 'string' && text.length <= most)
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
