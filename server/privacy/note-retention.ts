// How long things are kept is a setting of a file; that it was changed is noted at the start that knows of it.
import type { Audit } from '../access/audit.ts';
import type { Settings } from '../config.ts';
import type { EventLog } from '../log/event-log.ts';

const KEYS = ['retentionDays', 'agentDays', 'simulatedRetentionHours'] as const;
type Kept = Pick<Settings, (typeof KEYS)[number]>;

/** Under this name the log keeps them. */
const KEPT = 'tablo/kept';

/** @throws LogFailure */
export async function noteRetention(log: EventLog, audit: Audit, settings: Kept): Promise<void> {
  const before = log.recall(KEPT) as Partial<Kept> | null;
  const now = Object.fromEntries(KEYS.map((key) => [key, settings[key]])) as Kept;
  const changed = KEYS.filter((key) => before !== null && before[key] !== now[key]);
  if (before !== null && changed.length === 0) return;
  for (const key of changed) {
    const about = `${key}: ${before?.[key] ?? 'none'} → ${now[key]}`;
    audit.note({ who: 'settings', what: 'retention-changed', about, address: '' });
  }
  await log.remember(KEPT, now);
}
