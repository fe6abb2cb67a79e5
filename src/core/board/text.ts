// A text that somebody wrote into a board: one for all languages, or one for each.

/** "Floor 3", or { "en": "Floor 3", "ru": "Этаж 3" } */
export type Text = string | { readonly [language: string]: string };

/** In the language, else in English, else in whichever there is; "" of nothing. */
export function textIn(text: Text, language: string): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text[language.slice(0, 2)] ?? text.en ?? Object.values(text)[0] ?? '';
}
