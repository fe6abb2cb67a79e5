// The build for TVs, whose engines stay what they were when the TV was sold: Chrome 85 has to understand every script and
// every stylesheet. Lowers what nobody else lowers, and fails with a sentence for what is left. Syntax of scripts is
// lowered by Vite's target.
import { parse } from 'acorn';
import { walk } from 'estree-walker';
import postcss, { type Declaration, type Root, type Rule } from 'postcss';
import type { Plugin } from 'vite';
import { CSS_AT_RULES, CSS_PROPERTIES, CSS_SELECTORS, CSS_VALUES, FUNCTIONS, METHODS } from './newer-than-target.ts';

export const TARGET = 'chrome85';

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
  object?: Node;
  property?: Node;
  callee?: Node;
  left?: Node;
  regex?: { flags: string };
}

/** @returns a sentence for each thing that the target doesn't have */
export function scriptProblems(file: string, code: string): string[] {
  const problems: string[] = [];
  const found = (name: string, since: number): void => {
    problems.push(`${file}: ${name} came with Chrome ${since}; write it another way.`);
  };
  const tree = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  walk(tree as never, {
    enter(entered) {
      const node = entered as unknown as Node;
      if (node.type === 'StaticBlock') found('static {…} in a class', 94);
      if (node.type === 'BinaryExpression' && node.left?.type === 'PrivateIdentifier') found('#name in object', 91);
      if (node.type === 'Literal' && /[dv]/.test(node.regex?.flags ?? '')) found('a regular expression’s d or v', 90);
      if (node.type !== 'CallExpression') return;
      const called = calledName(node.callee);
      if (Object.hasOwn(FUNCTIONS, called)) found(called, FUNCTIONS[called]);
      const method = called.split('.').pop() ?? '';
      if (called.includes('.') && Object.hasOwn(METHODS, method)) found(`.${method}()`, METHODS[method]);
    },
  });
  return problems;
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
