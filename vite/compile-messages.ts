// ICU messages → what src/lib/i18n/message.ts renders, and sentences about what is wrong with a language. The syntax is
// formatjs' parser's; it runs here so that no screen has to carry it.
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Message, Part } from '../src/lib/i18n/message.ts';

export type Texts = Readonly<Record<string, string>>;
export type Compiled = Record<string, Message>;

/** What English takes as it comes, and other languages may have words for. */
const OWN_KEY = /^(problem|code)\./;

interface Compilation {
  messages: Compiled;
  /** a sentence each, naming language and key */
  problems: string[];
}

/** @param english what the texts are measured by; English itself: its own texts */
export function compileLanguage(language: string, texts: Texts, english: Texts): Compilation {
  const messages: Compiled = {};
  const problems: string[] = [];
  for (const key of Object.keys(english))
    if (!Object.hasOwn(texts, key)) problems.push(`${language}.ts: "${key}" is missing; en.ts has it.`);
  for (const [key, text] of Object.entries(texts)) {
    try {
      const elements = parse(text);
      messages[key] = compile(elements, language);
      problems.push(...argumentProblems(language, key, elements, english[key]));
    } catch (cause) {
      problems.push(`${language}.ts: "${key}" can’t be read: ${(cause as Error).message}`);
    }
  }
  return { messages, problems };
}

function* argumentProblems(
  language: string,
  key: string,
  elements: MessageFormatElement[],
  english?: string,
): Generator<string> {
  if (english === undefined) {
    if (OWN_KEY.test(key)) return;
    yield `${language}.ts: "${key}" is not known; en.ts has no such key.`;
    return;
  }
  const [own, wanted] = [signature(elements), signature(parse(english))];
  if (own !== wanted)
    yield `${language}.ts: "${key}" has the arguments ${own || 'none'}; in en.ts it has ${wanted || 'none'}.`;
}

/** "count (number), name (text)" */
function signature(elements: MessageFormatElement[]): string {
  const found = new Set<string>();
  const visit = (element: MessageFormatElement): void => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return;
    const isNumber = element.type === TYPE.plural || element.type === TYPE.number;
    found.add(`${element.value} (${isNumber ? 'number' : 'text'})`);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) value.forEach(visit);
  };
  elements.forEach(visit);
  return [...found].sort().join(', ');
}

function compile(elements: MessageFormatElement[], language: string): Message {
  const parts = elements.map((element) => compilePart(element, language));
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : parts;
}

/** @throws where a message asks for what screens have no use for */
function compilePart(element: MessageFormatElement, language: string): Part {
  if (element.type === TYPE.literal) return element.value;
  if (element.type === TYPE.pound) return 0;
  if (element.type === TYPE.argument) return [element.value];
  if (element.type === TYPE.number && !element.style) return [element.value, 'number'];
  if (element.type === TYPE.plural && element.pluralType === 'cardinal' && !element.offset) {
    mustHaveAllForms(Object.keys(element.options), language);
    return [element.value, 'plural', compileForms(element.options, language)];
  }
  if (element.type === TYPE.select) return [element.value, 'select', compileForms(element.options, language)];
  throw new Error('use {name}, {n, number}, plural and select; dates and other numbers are formatted by core/format.');
}

function compileForms(options: Record<string, { value: MessageFormatElement[] }>, language: string) {
  return Object.fromEntries(Object.entries(options).map(([form, { value }]) => [form, compile(value, language)]));
}

/** A form that is left out would be a wrong word on a wall on some day. */
function mustHaveAllForms(forms: string[], language: string): void {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const missing = wanted.filter((form) => !forms.includes(form));
  if (missing.length > 0)
    throw new Error(`the plural has no ${missing.join(', ')}; ${language} needs ${wanted.join(', ')}.`);
}
