// The words about people, and who is here already.
import { settlePart } from '#lib/language.ts';
import { askWhoIAm } from '#lib/access/who-am-i.ts';

export const load = async () => {
  const [me] = await Promise.all([askWhoIAm(), settlePart('access')]);
  return { me };
};
