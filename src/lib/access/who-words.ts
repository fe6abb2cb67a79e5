import { wordOr } from '#lib/i18n/translate.ts';

/** @param who as the server notes it: "person:ID Name" */
export const whoWords = (who: string): string => wordOr(`access.by.${who}`, who.replace(/^(\w+):\S+ /, ''));
