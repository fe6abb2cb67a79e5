// The parts of the floor that have a wall of their own: what the settings name and what was heard of.
import { nameIn, type Names } from './directory.ts';
import type { Engine } from './engine.ts';
import type { Names as HeardNames } from './floor/names.ts';

export interface Place {
  id: string;
  name: string;
}
export interface Places {
  title: string;
  sites: Place[];
  teams: Place[];
  queues: Place[];
}

/** @param language of names; default: the operator's */
export function placesOf({ directory, floor }: Engine, language = directory.language): Places {
  const merge = (named: readonly { id: string; name?: Names }[], heard: HeardNames): Place[] => {
    // The settings' order first, then the others by id.
    const places = new Map(named.map(({ id, name = id }) => [id, { id, name: nameIn(name, language) }]));
    for (const id of heard.all().sort()) if (!places.has(id)) places.set(id, { id, name: id });
    return [...places.values()];
  };
  return {
    title: nameIn(directory.title, language),
    sites: merge(directory.sites, floor.sites),
    teams: merge(directory.teams, floor.teams),
    queues: merge(directory.queues, floor.queues),
  };
}
