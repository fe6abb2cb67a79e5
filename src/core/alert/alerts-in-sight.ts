// Of all alerts those that somebody may see.
import { isInSight, type Sight } from '../access/sight.ts';
import type { Directory } from '../directory.ts';
import { parseScope } from '../scope.ts';
import { SOURCE, type Alert } from './alert.ts';

type Places = Pick<Directory, 'teams' | 'queues'>;

/** Sources are everybody's: without them no number is true. Without names it is not said who acknowledged one, and how. */
export function alertsInSight<A extends Alert>(alerts: readonly A[], sight: Sight, places: Places): A[] {
  return alerts
    .filter((alert) => isSeen(alert, sight, places))
    .map((alert) => (sight.names ? alert : withoutNames(alert)));
}

function isSeen({ place, within }: Alert, sight: Sight, places: Places): boolean {
  if (place.startsWith(SOURCE)) return true;
  const about = parseScope(place);
  return about.ok && isInSight(sight, { ...within, ...about.value }, places);
}

function withoutNames<A extends Alert>(alert: A): A {
  const { acknowledged } = alert;
  return acknowledged ? { ...alert, acknowledged: { ...acknowledged, by: '', note: '' } } : alert;
}
