// An instant as people read it, by the clock of this machine: sign-ins and audit lines belong to no site.
import { language } from '#lib/language.ts';

/** @param iso RFC 3339 */
export function momentWords(iso: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}
