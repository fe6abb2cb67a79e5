// What was refused, in the language of this screen: by its code, else in the words of who refused it, which are English.
import type { Problem } from '#core/result.ts';
import { wordOf } from '#lib/i18n/translate.ts';

export function problemWords({ code, message }: Pick<Problem, 'code' | 'message'>): string {
  return wordOf(`problem.${code}`) ?? message;
}
