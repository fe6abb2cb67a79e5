// Finding queues by what somebody types: in any case, ё as е, and a Cyrillic name by its Latin letters too.
const LATIN: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm' },
  ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh' },
  ...{ щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya' },
};

const folded = (text: string): string => text.toLowerCase().replace(/ё/g, 'е').replace(/\s+/g, ' ').trim();
const inLatin = (text: string): string => text.replace(/[а-я]/g, (letter) => LATIN[letter] ?? letter);

/** Whether each word of a query is somewhere in the name or the id. */
export function searcher(query: string): (row: { id: string; name: string }) => boolean {
  const words = folded(query).split(' ').filter(Boolean);
  if (words.length === 0) return () => true;
  return ({ id, name }) => {
    const own = folded(`${name} ${id}`);
    const latin = inLatin(own);
    return words.every((word) => own.includes(word) || latin.includes(inLatin(word)));
  };
}
