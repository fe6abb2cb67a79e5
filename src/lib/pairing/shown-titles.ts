// What the address of a screen leads to, in words: the board's or playlist's title, and whose numbers are on it.
import { textIn, type Text } from '#core/board/text.ts';
import type { Places } from '#core/places.ts';
import { callApi } from '#lib/call-api.ts';
import { language } from '#lib/language.ts';

interface Listed {
  id: string;
  title: Text | null;
}

export interface Titles {
  /** "wall/floor" → "Floor" */
  pages: ReadonlyMap<string, string>;
  /** "site:rostov" → "Rostov" */
  scopes: ReadonlyMap<string, string>;
}

export const NO_TITLES: Titles = { pages: new Map(), scopes: new Map() };
const SCOPES = ['site', 'team', 'queue', 'channel'] as const;

export async function askTitles(): Promise<Titles> {
  const [walls, shows, places] = await Promise.all([
    callApi<{ boards: Listed[] }>('GET', 'boards'),
    callApi<{ kiosks: Listed[] }>('GET', 'kiosks'),
    callApi<Places>('GET', `places?lang=${language()}`),
  ]);
  const pages = [
    ...(walls?.ok ? walls.value.boards.map((one) => [`wall/${one.id}`, one] as const) : []),
    ...(shows?.ok ? shows.value.kiosks.map((one) => [`kiosk/${one.id}`, one] as const) : []),
  ];
  const scopes = places?.ok
    ? [
        ...places.value.sites.map((one) => ['site', one] as const),
        ...places.value.queues.map((one) => ['queue', one] as const),
      ]
    : [];
  return {
    pages: new Map(pages.flatMap(([key, { title }]) => (title ? [[key, textIn(title, language())]] : []))),
    scopes: new Map(scopes.map(([kind, { id, name }]) => [`${kind}:${id}`, name])),
  };
}

/** "Floor · Rostov". @param path "/wall/floor?site=rostov" */
export function titleOf(path: string, { pages, scopes }: Titles): string {
  const [page, query = ''] = path.slice(1).split('?');
  const params = new URLSearchParams(query);
  const parts = SCOPES.flatMap((kind) => {
    const id = params.get(kind);
    return id === null ? [] : [scopes.get(`${kind}:${id}`) ?? id];
  });
  const scope = params.get('scope');
  return [pages.get(page) ?? `/${page}`, ...(scope === null || scope === 'all' ? [] : [scope]), ...parts].join(' · ');
}
