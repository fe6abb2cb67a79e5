// Words that stand in a screen's code instead of in its languages (src/lib/i18n): texts and labels of markup, and texts
// of scripts that read like a sentence or a heading. What bugs say to programmers is let be.
import { parse } from 'svelte/compiler';

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** The same in all languages. */
const NAMES = ['Tablo', 'CSV', 'NPS', 'CSAT', 'Chrome', 'Edge', 'Firefox', 'Opera'];
/** What is read to somebody, or shown as a hint. */
const SPOKEN = /^(aria-(label|description|placeholder|roledescription)|title|alt|placeholder|label|caption|head|word)$/;
const WORD = /\p{L}{2,}/u;
/** "Looking up the moment", "Queue" */
const SENTENCE = /\p{L}{2,}[,:;]? \p{L}+|^\p{Lu}\p{Ll}{2,}[.:…]?$/u;
/** They are given selectors and parts of names. */
const SEARCHES = /^(closest|matches|querySelector(All)?|startsWith|endsWith)$/;
const STYLE = /\b(calc|repeat)\($/;
/** Names of keys of a keyboard. */
const NO_WORDS = /^(Escape|Enter|Tab|Home|End|Delete|Backspace|Arrow\p{L}+|Page\p{L}+)$/u;

/** @param path from the root of the project @returns a sentence for each literal that no language has */
export function literalProblems(path: string, text: string): string[] {
  const source = path.endsWith('.svelte')
    ? text
    : `<script lang="ts">${text.replaceAll('</script', '<\\/script')}\n</script>`;
  const root = parse(source, { modern: true });
  const problems: string[] = [];
  const told = (node: Node, words: string): void => {
    const line = source.slice(0, node.start).split('\n').length;
    const shown = words.trim().replace(/\s+/g, ' ').slice(0, 60);
    problems.push(`${path}:${line}: says “${shown}”; put it into src/lib/i18n/en.ts and say t('…').`);
  };
  visit(root.fragment as unknown as Node, told, isMarkupWords);
  for (const script of [root.module, root.instance])
    if (script) visit(script.content as unknown as Node, told, () => false);
  return problems;
}

function visit(node: Node, told: (node: Node, words: string) => void, isShown: (words: string) => boolean): void {
  if (isLetBe(node)) return;
  if (node.type === 'Attribute') return visitAttribute(node, told);
  const words = wordsOf(node);
  if (words !== null && (node.type === 'Text' ? isShown(words) : isSentence(words))) told(node, words);
  for (const child of childrenOf(node)) visit(child, told, isShown);
}

function visitAttribute(node: Node, told: (node: Node, words: string) => void): void {
  const isSpoken = SPOKEN.test(String(node.name));
  // What else attributes hold in letters are names of classes, roles, addresses.
  for (const child of childrenOf(node)) visit(child, told, (words) => isSpoken && isMarkupWords(words));
}

function wordsOf(node: Node): string | null {
  if (node.type === 'Text') return String(node.data);
  if (node.type === 'TemplateElement') return String((node.value as { cooked: string }).cooked);
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

/** Imports, types, styles, selectors, and what is thrown at programmers. */
function isLetBe(node: Node): boolean {
  if (/^TS(As|Satisfies|NonNull)Expression$/.test(node.type)) return false;
  if (/^(Import|ExportAll|TS|Style|ThrowStatement)/.test(node.type)) return true;
  // What a widget is shown with in the stories.
  if (node.type === 'VariableDeclarator' && (node.id as Partial<Node>).name === 'examples') return true;
  const callee = node.callee as Node | undefined;
  if (node.type === 'NewExpression') return /Error$/.test(String(callee?.name));
  const property = callee?.property as Node | undefined;
  const object = callee?.object as Node | undefined;
  if (object?.name === 'console') return true;
  return node.type === 'CallExpression' && SEARCHES.test(String(property?.name));
}

const isMarkupWords = (words: string): boolean => WORD.test(withoutNames(words));
const isSentence = (words: string): boolean =>
  SENTENCE.test(withoutNames(words)) && !NO_WORDS.test(words) && !STYLE.test(words);
const withoutNames = (words: string): string => words.replace(new RegExp(`\\b(${NAMES.join('|')})\\b`, 'g'), '');

function* childrenOf(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'metadata' || key === 'typeAnnotation' || key === 'typeArguments') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield one;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
