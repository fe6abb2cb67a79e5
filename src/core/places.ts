// The parts of the floor that have a wall of their own: what the settings name and what was heard of.
import type { Engine } from './engine.ts';
import type { Names } from './floor/names.ts';

export interface Place {
  id: string;
  name: string;
}
export interface Places {
  title: string;
  sites: Place[];
  queues: Place[];
}

export function placesOf({ directory, floor }: Engine): Places {
  return {
    title: directory.title,
    sites: merge(directory.sites, floor.sites),
    queues: merge(directory.queues, floor.queues),
  };
}

/** The settings' order first, then the others by id. */
function merge(named: readonly { id: string; name?: string }[], heard: Names): Place[] {
  const places = new Map(named.map(({ id, name = id }) => [id, { id, name }]));
  for (const id of heard.all().sort()) if (!places.has(id)) places.set(id, { id, name: id });
  return [...places.values()];
}
