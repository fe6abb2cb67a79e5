// The types of messages: their keys, and the arguments that the text of each names. A translation has the keys and the
// arguments of English, or it is no translation; the build says the same in a sentence (vite/compile-messages.ts).
import type english from './en.ts';

export type English = typeof english;
export type Key = keyof English;
/**
 * What English takes as it comes, and other languages may have words for: sentences of the server, and codes; and the
 * names of metrics, which the build takes from their files.
 */
export type OwnKey = `problem.${string}` | `code.${string}` | `metric.${string}`;

/** The arguments of a message, as "name:text" | "name:number". */
export type ArgumentsIn<S extends string> = ScanText<S>;

/** What t() is given beside the key: nothing, or an object of the arguments. */
export type ValuesOf<K extends Key> = [ArgumentsIn<English[K]>] extends [never]
  ? []
  : [values: ObjectOf<ArgumentsIn<English[K]>>];

type ObjectOf<A extends string> = {
  [Each in A as Each extends `${infer Name}:${string}` ? Name : never]: Each extends `${string}:number`
    ? number
    : string;
};

/** All keys of English, no others, each with the arguments it has there. */
export type Checked<M> = {
  [K in Key]: K extends keyof M
    ? M[K] extends string
      ? [ArgumentsIn<M[K]>, ArgumentsIn<English[K]>] extends [ArgumentsIn<English[K]>, ArgumentsIn<M[K]>]
        ? M[K]
        : `${K} must have the arguments that it has in en.ts`
      : never
    : string;
} & { [K in Exclude<keyof M, Key | OwnKey>]: 'en.ts has no such key' };

/** A language beside English. */
export function translation<const M extends Readonly<Record<string, string>>>(
  messages: M extends Checked<M> ? M : Checked<M>,
): M {
  return messages as M;
}

// Braces alternate: in text one begins an argument, among the forms of a plural or select it begins the text of one.
type Brace<S extends string> = S extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Rest}`
    ? ['}', `${Rest}{${After}`]
    : ['{', After]
  : S extends `${string}}${infer Rest}`
    ? ['}', Rest]
    : [];

type ScanText<S extends string, Found extends string = never> =
  Brace<S> extends ['{', infer R extends string]
    ? ScanArgument<R, Found>
    : Brace<S> extends ['}', infer R extends string]
      ? ScanForms<R, Found>
      : Found;

type ScanForms<S extends string, Found extends string> =
  Brace<S> extends ['{', infer R extends string]
    ? ScanText<R, Found>
    : Brace<S> extends ['}', infer R extends string]
      ? ScanText<R, Found>
      : Found;

type ScanArgument<S extends string, Found extends string> = S extends `${infer Head}}${infer Tail}`
  ? Head extends `${infer Name},${infer More}`
    ? More extends `${infer Kind},${string}`
      ? S extends `${Name},${Kind},${infer Forms}`
        ? ScanForms<Forms, Found | `${Trim<Name>}:${TypeOf<Trim<Kind>>}`>
        : never
      : ScanText<Tail, Found | `${Trim<Name>}:${TypeOf<Trim<More>>}`>
    : ScanText<Tail, Found | `${Trim<Head>}:text`>
  : Found;

type TypeOf<Kind extends string> = Kind extends 'select' ? 'text' : 'number';

type Trim<S extends string> = S extends ` ${infer R}` | `${infer R} ` ? Trim<R> : S;
