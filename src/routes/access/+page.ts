// The words about people, and who may see what of them.
import { meetDoors } from '#lib/access/me.svelte.ts';
import { settlePart } from '#lib/language.ts';

export const load = async () => {
  await Promise.all([meetDoors(), settlePart('access')]);
};
