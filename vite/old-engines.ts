// The build for TVs, whose engines stay what they were when the TV was sold: Chrome 85 has to understand every script and
// every stylesheet. Lowers what nobody else lowers, and fails with a sentence for what is left.
import { parse } from 'acorn';
import { walk } from 'estree-walker';
import postcss, { type Declaration, type Root, type Rule } from 'postcss';
import type { Plugin } from 'vite';
import { CSS_AT_RULES, CSS_PROPERTIES, CSS_SELECTORS, CSS_VALUES, FUNCTIONS, METHODS } from './newer-than-target.ts';

export const TARGET = 'chrome85';
/**
 * What Vite lowers the syntax of scripts to. Chrome 85 has class fields, private ones, and ?. as well, but Vite writes
 * them anew up to 98 and 91 for rare faults of theirs (scriptProblems names these, and what else came between): each
 * private field becomes a WeakMap, slower on every screen, and a tenth more script.
 */
export const SYNTAX = 'chrome98';
/** The last year of the language that Chrome 85 has most of; what is newer does not parse. */
const YEAR = 2022;

export function oldEngines(): Plugin {
  return {
    name: 'tablo-old-engines',
    apply: 'build',
    enforce: 'post',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_, bundle) {
      const problems: string[] = [];
      for (const [file, made] of Object.entries(bundle)) {
        if (made.type === 'chunk') problems.push(...scriptProblems(file, made.code));
        else if (file.endsWith('.js')) problems.push(...scriptProblems(file, textOf(made.source)));
        else if (file.endsWith('.css')) {
          const sheet = lowered(textOf(made.source));
          made.source = sheet;
          problems.push(...styleProblems(file, sheet));
        }
      }
      if (problems.length > 0)
        this.error(`Screens with ${TARGET} would fail:\n  ${[...new Set(problems)].join('\n  ')}`);
    },
  };
}

const textOf = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source);

/** Svelte scopes with :where(.svelte-…), which drops the whole rule in Chrome before 88: a class does as well. */
export function lowered(css: string): string {
  return css.replace(/:where\((\.svelte-[\w-]+)\)/g, '$1');
}

interface Node {
  type: string;
  name?: string;
  computed?: boolean;
  static?: boolean;
  object?: Node;
  property?: Node;
  key?: Node;
  callee?: Node;
  left?: Node;
  regex?: { flags: string };
  exported?: Node;
  imported?: Node;
}

/** @returns a sentence for each thing that the target doesn't have */
export function scriptProblems(file: string, code: string): string[] {
  const problems: string[] = [];
  const found = (name: string, since: number): void => {
    problems.push(`${file}: ${name} came with Chrome ${since}; write it another way.`);
  };
  let tree: unknown;
  try {
    tree = parse(code, { ecmaVersion: YEAR, sourceType: 'module' });
  } catch (cause) {
    return [`${file}: is no JavaScript of ${YEAR}: ${(cause as Error).message}`];
  }
  const syntax = newerSyntax(found);
  walk(tree as never, {
    enter(entered, within) {
      const [node, parent] = [entered, within] as unknown as [Node, Node | null];
      syntax.enter(node, parent);
      if (node.type !== 'CallExpression') return;
      const called = calledName(node.callee);
      if (Object.hasOwn(FUNCTIONS, called)) found(called, FUNCTIONS[called]);
      const method = called.split('.').pop() ?? '';
      if (called.includes('.') && Object.hasOwn(METHODS, method)) found(`.${method}()`, METHODS[method]);
    },
    leave(left) {
      syntax.leave(left as unknown as Node);
    },
  });
  return problems;
}

const FUNCTION = /Function/;

/** What is in the language of YEAR and not in Chrome 85, or wrong there. */
function newerSyntax(found: (name: string, since: number) => void) {
  let [functions, chains] = [0, 0];
  return {
    enter(node: Node, parent: Node | null): void {
      if (FUNCTION.test(node.type)) functions++;
      if (node.type === 'ChainExpression') chains++;
      if (node.type === 'StaticBlock') found('static {…} in a class', 94);
      if (node.type === 'BinaryExpression' && node.left?.type === 'PrivateIdentifier') found('#name in object', 91);
      if (node.type === 'Literal' && node.regex?.flags.includes('d')) found('a regular expression’s d', 90);
      if (node.type === 'AwaitExpression' && functions === 0) found('await outside of a function', 89);
      if (node.exported?.type === 'Literal' || node.imported?.type === 'Literal') found('a name in quotes', 88);
      // Two faults of V8: arguments behind a spread one get lost, and a class's own name and length can't be set.
      if (node.type === 'SpreadElement' && parent?.type === 'CallExpression' && chains > 0) found('?.(…spread)', 91);
      if (node.type === 'PropertyDefinition' && node.static && /^(name|length)$/.test(node.key?.name ?? ''))
        found('static name or length', 98);
    },
    leave({ type }: Node): void {
      if (FUNCTION.test(type)) functions--;
      if (type === 'ChainExpression') chains--;
    },
  };
}

/** "structuredClone", "Object.hasOwn", "?.at" of anything's method */
function calledName(callee: Node | undefined): string {
  if (callee?.type === 'Identifier') return callee.name ?? '';
  if (callee?.type !== 'MemberExpression' || callee.computed) return '';
  const owner = callee.object?.name ?? '?';
  return `${owner}.${callee.property?.name ?? ''}`;
}

/** @returns a sentence for each thing that the target doesn't have */
export function styleProblems(file: string, css: string): string[] {
  const problems: string[] = [];
  const found = (name: string, since: number): void => {
    problems.push(`${file}: ${name} came with Chrome ${since}; write it another way.`);
  };
  const sheet: Root = postcss.parse(css);
  sheet.walkAtRules(({ name }) => {
    if (Object.hasOwn(CSS_AT_RULES, name)) found(`@${name}`, CSS_AT_RULES[name]);
  });
  sheet.walkRules((rule: Rule) => {
    for (const [part, since] of Object.entries(CSS_SELECTORS)) if (rule.selector.includes(part)) found(part, since);
  });
  sheet.walkDecls(({ prop, value }: Declaration) => {
    if (Object.hasOwn(CSS_PROPERTIES, prop)) found(prop, CSS_PROPERTIES[prop]);
    for (const [part, since] of Object.entries(CSS_VALUES))
      if (new RegExp(`(^|[^\\w-])${part.endsWith('(') ? part.replace('(', '\\(') : `[\\d.]+${part}\\b`}`).test(value))
        found(`${part.replace('(', '()')}`, since);
  });
  return problems;
}
