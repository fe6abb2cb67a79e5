// A message as the build compiles it (vite/compile-messages.ts), and what becomes of it with its arguments. Numbers look
// as everywhere else: core/format.
import { formatNumber } from '#core/format.ts';

/** text; or text, arguments, and the number of the plural around it (0) in turn */
export type Message = string | readonly Part[];
export type Part = string | 0 | TextPart | NumberPart | PluralPart | SelectPart;
export type TextPart = readonly [name: string];
export type NumberPart = readonly [name: string, 'number'];
export type PluralPart = readonly [name: string, 'plural', Readonly<Record<string, Message>>];
export type SelectPart = readonly [name: string, 'select', Readonly<Record<string, Message>>];

export type Values = Readonly<Record<string, string | number>>;

/** @param counted the number of the plural around this message */
export function render(message: Message, values: Values, language: string, counted = 0): string {
  if (typeof message === 'string') return message;
  let text = '';
  for (const part of message) {
    if (typeof part === 'string') text += part;
    else if (part === 0) text += formatNumber(counted, language);
    else text += renderArgument(part, values, language, counted);
  }
  return text;
}

function renderArgument(
  part: TextPart | NumberPart | PluralPart | SelectPart,
  values: Values,
  language: string,
  counted: number,
): string {
  const value = values[part[0]] ?? '';
  if (part.length === 1) return String(value);
  if (part.length === 2) return formatNumber(Number(value), language);
  const [, kind, forms] = part;
  if (kind === 'select') return render(forms[value] ?? forms.other, values, language, counted);
  const number = Number(value);
  const form = forms[`=${number}`] ?? forms[pluralRules(language).select(number)] ?? forms.other;
  return render(form, values, language, number);
}

// Dear to make, cheap to keep.
const rules = new Map<string, Intl.PluralRules>();

function pluralRules(language: string): Intl.PluralRules {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  return known;
}
