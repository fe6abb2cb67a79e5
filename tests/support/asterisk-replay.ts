// Plays a recording into the feeds at once, in the recording's own time: no sockets, no files, no waiting.
import type { CloudEvent } from '#core/event.ts';
import { BlockReader } from '../../server/asterisk/ami-block.ts';
import { AmiFeed } from '../../server/asterisk/ami-feed.ts';
import { Facts } from '../../server/asterisk/facts.ts';
import { QueueLogAgents } from '../../server/asterisk/queue-log-agents.ts';
import { QueueLogCalls } from '../../server/asterisk/queue-log-calls.ts';
import { parseQueueLogLine } from '../../server/asterisk/queue-log-line.ts';
import { VisitBook } from '../../server/asterisk/visit-book.ts';
import { AsteriskFloor } from './asterisk-floor.ts';
import { PbxModel } from './asterisk-pbx.ts';
import type { RecordedBlock } from './asterisk-recording.ts';

export interface Replay {
  blocks?: RecordedBlock[];
  lines?: string[];
  /** how much later than the second it names a line is read, ms; negative: ahead of the manager interface */
  logDelayMs?: number;
  /** the connection is lost at the first instant and back at the second, epoch ms */
  gaps?: [from: number, to: number][];
  /** the server stands still so long at the end of each such time, ms, and reads what came meanwhile at once */
  stalls?: { everyMs: number; forMs: number };
}

export function replay({ blocks = [], lines = [], logDelayMs = 0, gaps = [], stalls }: Replay): AsteriskFloor {
  const floor = new AsteriskFloor();
  const book = new VisitBook((contact) => floor.visitsOf(contact), 0);
  const facts = new Facts('asterisk:pbx1', undefined, () => book.nextSequence());
  const accept = (events: CloudEvent[]) => floor.accept(events);
  const feed = new AmiFeed(facts, book);
  const calls = new QueueLogCalls(facts, book, []);
  const agents = new QueueLogAgents(facts, book);
  book.log.live = lines.length > 0;
  const clock = { second: 0, at: 0 };
  let next = 0;

  function readLog(untilAt: number): void {
    for (; next < lines.length; next++) {
      const line = parseQueueLogLine(lines[next]);
      if (!line) continue;
      if (line.second * 1000 + logDelayMs > untilAt) return;
      clock.at = line.second === clock.second ? clock.at + 1 : line.second * 1000;
      clock.second = line.second;
      const isQuiet = book.ami.upAt !== null;
      accept(calls.take(line, clock.at, isQuiet));
      accept(agents.take(line, clock.at, `log/${next}`, isQuiet));
    }
  }

  function readAt(at: number): number {
    if (!stalls) return at;
    const leftMs = stalls.everyMs - (at % stalls.everyMs);
    return leftMs < stalls.forMs ? at + leftMs : at;
  }

  // Asterisk's side: what a list would say at any time, also of what is missed.
  const pbx = new PbxModel();
  let reader = newReader();
  let isUp = false;
  let connection = 0;
  for (const { at, connection: to, bytes } of blocks) {
    const isLost = gaps.some(([from, until]) => at >= from && at < until);
    if (isUp && (isLost || to !== connection)) {
      isUp = false;
      Object.assign(book.ami, { upAt: null, synced: false });
      accept(feed.lost());
    }
    if (to !== connection) pbx.clear();
    connection = to;
    const heardAt = readAt(at);
    readLog(heardAt);
    if (bytes.toString('latin1', 0, 8) === 'Asterisk') continue;
    if (!isLost && !isUp) {
      reader = newReader();
      book.ami.upAt = at;
      isUp = true;
      // At the start the recorder's own first list, which is yet to come, serves as ours.
      if (pbx.isKnown) {
        feed.expectList('ours', at);
        accept(feed.take({ at, blocks: reader.push(Buffer.from(pbx.list('ours', at).join(''))) }));
      }
    }
    for (const block of newReader().push(bytes)) pbx.follow(block, at);
    const action = /ActionID: (ami-\d+-status-\d+)\r\nEventList: start/.exec(bytes.toString())?.[1];
    if (isLost) continue;
    if (action) feed.expectList(action, at);
    if (bytes.includes('Ping: Pong')) feed.pinged(at);
    accept(feed.tick(heardAt));
    accept(feed.take({ at: heardAt, blocks: reader.push(bytes) }));
  }
  accept(feed.tick((blocks.at(-1)?.at ?? 0) + 60_000));
  readLog(Infinity);
  return floor;
}

function newReader(): BlockReader {
  const reader = new BlockReader();
  reader.push(Buffer.from('Asterisk Call Manager/11.0.0\r\n'));
  return reader;
}
