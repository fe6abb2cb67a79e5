// The worst thing of a floor in one sentence, and the sources that are in trouble in another.
import { format, formatClock } from '#core/format.ts';
import type { Level } from '#core/level.ts';
import { byPain } from '#core/pain.ts';
import type { FloorView, QueueRow, SourceView } from '#core/view/floor-view.ts';

export interface Worst {
  level: Level;
  text: string;
}

export function worstOf({ queues = [], readings }: Pick<FloorView, 'queues' | 'readings'>, language: string): Worst {
  if (queues.length === 0) return { level: 'none', text: 'No queues yet' };
  const [first, ...others] = byPain(queues);
  if (first.level === 'look' || first.level === 'act') {
    const more = others.filter((q) => q.level === first.level).length;
    const text = `${first.name}: ${reasonOf(first, language)}`;
    return {
      level: first.level,
      text: more > 0 ? `${text}, and ${format(more, 'count', language)} more like it` : text,
    };
  }
  const waiting = readings['waiting@now']?.value;
  return {
    level: 'fine',
    text: waiting ? 'Every queue is within its goal' : 'Nobody is waiting, every queue is within its goal',
  };
}

function reasonOf(row: QueueRow, language: string): string {
  const seconds = (value: number): string => format(value, 's', language);
  if (row.longestS !== null && row.longestS > row.goalS)
    return `longest wait ${seconds(row.longestS)}, goal ${seconds(row.goalS)}`;
  const level = `service level ${format(row.serviceLevel, 'ratio', language)}`;
  return row.abandonRate ? `${level}, ${format(row.abandonRate, 'ratio', language)} gave up` : level;
}

const TROUBLE: Partial<Record<SourceView['state'], string>> = {
  down: 'down',
  gap: 'gap',
  resync: 'catching up',
  lag: 'behind',
};

/** "asterisk:pbx1: gap since 14:22"; "" while all are well */
export function troubleOf(sources: readonly SourceView[], zone: string, language: string): string {
  const troubled = sources.filter((source) => source.state !== 'up');
  if (troubled.length === 0) return '';
  const [first] = troubled;
  const since = first.since === null ? '' : ` since ${formatClock(first.since, zone, language)}`;
  const more = troubled.length > 1 ? `, ${troubled.length - 1} more` : '';
  return `${first.id}: ${TROUBLE[first.state] ?? first.state}${since}${more}`;
}
