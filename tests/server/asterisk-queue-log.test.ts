// queue_log as a file: lines with odd names, rotation, truncation, restarts, and what it says of agents when alone.
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileFollower, MAX_LINE_BYTES, type Place } from '../../server/asterisk/file-follower.ts';
import { parseQueueLogLine, waitedMs } from '../../server/asterisk/queue-log-line.ts';
import { followQueueLog } from '../../server/asterisk/queue-log-source.ts';
import source from '../../server/sources/asterisk-queue-log.ts';
import { keepNothing, startServer, until, type AsteriskServer, type Kept } from '../support/asterisk-context.ts';
import type { AsteriskFloor } from '../support/asterisk-floor.ts';
import { readDayLog, readEdgeLog } from '../support/asterisk-recording.ts';
import { replay } from '../support/asterisk-replay.ts';

let folder: string;
let file: string;
const servers: AsteriskServer[] = [];
const followers: FileFollower[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'queue-log-'));
  file = join(folder, 'queue_log');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const follower of followers.splice(0)) await follower.close();
  rmSync(folder, { recursive: true });
});

const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

describe('a line', () => {
  const parse = (line: string) => parseQueueLogLine(line);

  it('keeps a member whose name has the separator in it', () => {
    expect(parse('1795380914|1795380912.9|desk|Ann|Lee|CONNECT|1|1795380913.10|0')).toEqual({
      second: 1795380914,
      call: '1795380912.9',
      queue: 'desk',
      agent: 'Ann|Lee',
      event: 'CONNECT',
      data: ['1', '1795380913.10', '0'],
    });
  });

  it('keeps a reason with the separator in it', () => {
    expect(parse('1795380912|NONE|NONE|Anna Arens|PAUSEALL|coffee|tea')?.data.join('|')).toBe('coffee|tea');
  });

  it('says how long the caller waited, each kind in its own column', () => {
    const waits = [
      '1795380914|1.9|desk|Ann|CONNECT|7|1.10|2',
      '1795380914|1.9|desk|NONE|ABANDON|1|1|7',
      '1795380914|1.9|desk|NONE|EXITWITHKEY|3|1|1|7',
      '1795380914|1.9|desk|NONE|EXITWITHTIMEOUT|1|1|7',
      '1795380914|1.9|desk|NONE|WITHDRAW|3|2|7|desk calls back|later',
      '1795380914|1.9|desk|NONE|ABANDON|1|1|7\r',
    ].map((line) => waitedMs(parse(line) as NonNullable<ReturnType<typeof parse>>));
    expect(waits).toEqual([7000, 7000, 7000, 7000, 7000, 7000]);
  });

  it.each([
    ['of another program', '1795380914|1.9|desk|NONE|DID|12345'],
    ['without a time', 'yesterday|1.9|desk|NONE|ABANDON|1|1|7'],
    ['cut short', '1795380914|1.9|de'],
    ['empty', ''],
  ])('%s is no event', (_, line) => {
    expect(parse(line)).toBeNull();
  });

  it('of a recorded day is always understood', () => {
    const lines = [...readDayLog(), ...readEdgeLog()];
    expect(lines.filter((line) => parse(line) === null)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5000);
  });
});

describe('a file', () => {
  const follow = (start: Place | 'start' | 'end' = 'start') => {
    const follower = new FileFollower(file, start);
    followers.push(follower);
    return follower;
  };
  async function readAll(follower: FileFollower): Promise<string[]> {
    const found: string[] = [];
    for (let quiet = 0; quiet < 2;) {
      const lines = await follower.read();
      found.push(...lines.map((line) => line.text));
      quiet = lines.length === 0 ? quiet + 1 : 0;
    }
    return found;
  }
  async function placeAfter(lines: number): Promise<Place> {
    const follower = follow();
    const read = await follower.read();
    return read[lines - 1].place;
  }

  it('that is not there yet is read when it comes', async () => {
    const follower = follow();
    expect(await readAll(follower)).toEqual([]);
    expect(follower.isOpen).toBe(false);
    writeFileSync(file, 'a\n');
    expect(await readAll(follower)).toEqual(['a']);
  });

  it('gives a line when it is whole', async () => {
    writeFileSync(file, 'a\nb');
    const follower = follow();
    expect(await readAll(follower)).toEqual(['a']);
    appendFileSync(file, 'c\r\nd\n');
    expect(await readAll(follower)).toEqual(['bc', 'd']);
  });

  it('survives letters that are none, and splits none that is one', async () => {
    const letter = Buffer.from('ß');
    writeFileSync(
      file,
      Buffer.concat([Buffer.from('a'), Buffer.from([0xff]), Buffer.from('b\n'), letter.subarray(0, 1)]),
    );
    const follower = follow();
    expect(await readAll(follower)).toEqual(['a\uFFFDb']);
    appendFileSync(file, Buffer.concat([letter.subarray(1), Buffer.from('\n')]));
    expect(await readAll(follower)).toEqual(['ß']);
  });

  it('that is renamed is read to its end, then the new one', async () => {
    writeFileSync(file, 'a\n');
    const follower = follow();
    expect(await readAll(follower)).toEqual(['a']);
    renameSync(file, `${file}.0`);
    appendFileSync(`${file}.0`, 'b\n');
    expect(await readAll(follower)).toEqual(['b']);
    writeFileSync(file, '');
    appendFileSync(`${file}.0`, 'c\n');
    expect(await readAll(follower)).toEqual(['c']);
    appendFileSync(`${file}.0`, 'd\nlast');
    appendFileSync(file, 'e\n');
    expect(await readAll(follower)).toEqual(['d', 'last', 'e']);
  });

  it('that is rotated at any moment loses no line', async () => {
    writeFileSync(file, '');
    const follower = follow();
    // Held open from here on: what was renamed before that is nobody's.
    expect(await readAll(follower)).toEqual([]);
    const found: string[] = [];
    let isDone = false;
    const reading = (async () => {
      while (!isDone) found.push(...(await follower.read()).map((line) => line.text));
    })();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const written: string[] = [];
    const write = (line: string) => (written.push(line), appendFileSync(file, `${line}\n`));
    for (let round = 0; round < 150; round++) {
      write(`${round} first`);
      for (let turns = 0; turns < round % 7; turns++) await turn();
      write(`${round} last`);
      renameSync(file, `${file}.0`);
      write(`${round} new`);
      await until(() => found.at(-1) === `${round} new`, `all lines of round ${round}: ${found.slice(-3).join(', ')}`);
    }
    isDone = true;
    await reading;
    expect(found).toEqual(written);
  });

  it('that is cut short is read from its beginning', async () => {
    writeFileSync(file, 'a\nb\n');
    const follower = follow();
    await readAll(follower);
    truncateSync(file);
    expect(await readAll(follower)).toEqual([]);
    appendFileSync(file, 'c\n');
    expect(await readAll(follower)).toEqual(['c']);
  });

  it('drops a line of more than 64 KiB and counts it', async () => {
    writeFileSync(file, `a\n${'x'.repeat(MAX_LINE_BYTES + 1)}\nb\n${'y'.repeat(3_000_000)}\nc\n`);
    const follower = follow();
    expect(await readAll(follower)).toEqual(['a', 'b', 'c']);
    expect(follower.dropped).toBe(2);
  });

  it('is read on from a place, byte by byte', async () => {
    writeFileSync(file, 'ä\nb\nc\n');
    const place = await placeAfter(1);
    expect(await readAll(follow(place))).toEqual(['b', 'c']);
  });

  it('that was rotated twice while nobody looked is read on from a place, oldest first', async () => {
    writeFileSync(file, 'a\nb\n');
    const place = await placeAfter(1);
    renameSync(file, `${file}.0`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(file, 'c\n');
    renameSync(file, `${file}.1`);
    writeFileSync(`${file}.2.gz`, 'packed\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(file, 'd\n');
    expect(await readAll(follow(place))).toEqual(['b', 'c', 'd']);
  });

  it('that is another one under the same name and inode is read from its beginning', async () => {
    writeFileSync(file, 'a\nb\n');
    const place = await placeAfter(2);
    unlinkSync(file);
    writeFileSync(file, 'x\ny\nz\n');
    expect(await readAll(follow({ ...place, inode: statSync(file).ino }))).toEqual(['x', 'y', 'z']);
  });

  it('is read from its end where only what comes is wanted', async () => {
    writeFileSync(file, 'a\nb\n');
    const follower = follow('end');
    expect(await readAll(follower)).toEqual([]);
    appendFileSync(file, 'c\n');
    expect(await readAll(follower)).toEqual(['c']);
  });
});

describe('the source', () => {
  const QUICK = { poll: 5, hold: 50 };
  function listen(kept: Kept = keepNothing(), from: 'start' | 'end' = 'start'): AsteriskServer {
    const server = startServer(kept);
    servers.push(server);
    server.run('log', (context) => followQueueLog(source.options.parse({ file, from }), context, QUICK));
    return server;
  }
  const ids = (floor: AsteriskFloor) => floor.events.map((event) => event.id).filter((id) => !id.startsWith('status/'));
  const followed = (server: AsteriskServer) =>
    until(() => server.said.some(({ msg }) => msg === `following ${file}`), 'following');

  it('reads a whole old log in batches that a server can take, and is up when it is through', async () => {
    const lines = readDayLog();
    writeFileSync(file, text(lines));
    const server = listen();
    await followed(server);
    await until(() => server.kept.floor.ofType('source.status').length === 1, 'up');
    expect(server.kept.floor.count()).toEqual(replay({ lines }).count());
    expect(server.kept.floor.duplicates).toBe(0);
  });

  it('says once that the file is not there, and reads it when it comes', async () => {
    const server = listen();
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeFileSync(file, text(readEdgeLog()));
    await followed(server);
    expect(server.said.filter(({ msg }) => msg.startsWith(`${file} is not there yet`))).toHaveLength(1);
    expect(server.kept.floor.count().get('pool')).toEqual({ joined: 2, answered: 1, abandoned: 1 });
  });

  it('goes on after a restart where it stopped, over a rotation, and doubles nothing', async () => {
    const lines = readEdgeLog();
    const whole = replay({ lines });
    writeFileSync(file, text(lines.slice(0, 25)));
    const first = listen();
    await followed(first);
    await first.stop();
    appendFileSync(file, text(lines.slice(25, 40)));
    renameSync(file, `${file}.0`);
    writeFileSync(file, text(lines.slice(40)));
    const second = listen(first.kept);
    await followed(second);
    const { floor } = first.kept;
    expect(floor.duplicates).toBe(0);
    expect(floor.count()).toEqual(whole.count());
    expect([...floor.visits().keys()].sort()).toEqual([...whole.visits().keys()].sort());
    expect(floor.waiting()).toEqual([]);
  });

  it('that forgot where it stopped reads all again, and every event is a duplicate', async () => {
    writeFileSync(file, text(readEdgeLog()));
    const first = listen();
    await followed(first);
    await first.stop();
    const { floor } = first.kept;
    const before = ids(floor);
    first.kept.memory.clear();
    const second = listen(first.kept);
    await followed(second);
    expect(ids(floor)).toEqual(before);
    expect(floor.duplicates).toBe(before.length);
  });

  it('that failed and starts again in the same server gives no new visits', async () => {
    writeFileSync(file, text(readEdgeLog()));
    const server = listen();
    await followed(server);
    const { floor, memory } = server.kept;
    const before = ids(floor);
    memory.clear();
    server.run('again', (context) => followQueueLog(source.options.parse({ file }), context, QUICK));
    await until(() => floor.duplicates >= before.length, 'read again');
    expect(ids(floor)).toEqual(before);
  });

  it('remembers a place only when its events are on disk', async () => {
    writeFileSync(file, text(readEdgeLog()));
    const kept = keepNothing();
    const failing = startServer(kept);
    servers.push(failing);
    let isRefused = false;
    failing.run('log', async function* (context) {
      for await (const batch of followQueueLog(source.options.parse({ file }), context, QUICK)) {
        isRefused = batch.length > 0;
        break;
      }
      yield [];
    });
    await until(() => isRefused, 'a batch');
    await failing.stop();
    expect(kept.memory.get('log')).toBeUndefined();
  });

  it('keeps the order of lines of one second', async () => {
    const lines = [
      '1795380900|1.1|a|NONE|ENTERQUEUE||1|1',
      '1795380900|1.1|a|Zoë|CONNECT|0|1.2|0',
      '1795380900|1.1|a|Zoë|COMPLETEAGENT|0|0|1',
      '1795380900|1.1|b|NONE|ENTERQUEUE||1|1',
    ];
    writeFileSync(file, text(lines));
    const server = listen();
    await followed(server);
    const { floor } = server.kept;
    const [ended] = floor.ofType('contact.ended');
    const [, second] = floor.ofType('contact.queued');
    expect(second.at).toBeGreaterThan(ended.at);
    expect(second.at - 1795380900_000).toBeLessThan(10);
  });

  it('empties all queues it knew, in the last run too, when Asterisk starts again', async () => {
    writeFileSync(file, text(['1795380900|1.1|a|NONE|ENTERQUEUE||1|1', '1795380901|1.2|b|NONE|ENTERQUEUE||1|1']));
    const first = listen();
    await followed(first);
    await first.stop();
    expect(first.kept.floor.waiting()).toHaveLength(2);
    appendFileSync(file, text(['1795380950|NONE|NONE|NONE|QUEUESTART|', '1795380951|1.1|a|NONE|ENTERQUEUE||1|1']));
    const second = listen(first.kept);
    await followed(second);
    expect(second.kept.floor.waiting().map(({ contact, queuedAt }) => [contact, queuedAt])).toEqual([
      ['1.1', 1795380951_000],
    ]);
    expect(second.kept.floor.ofType('snapshot').map(({ data }) => data.scope)).toEqual(['queue:a', 'queue:b']);
  });

  it('that begins in the middle of a call knows when it entered', async () => {
    writeFileSync(file, text(['1795380900|1.1|a|NONE|ENTERQUEUE||1|1']));
    const server = listen(keepNothing(), 'end');
    await followed(server);
    appendFileSync(file, text(['1795380909|1.1|a|Zoë|CONNECT|9|1.2|3', '1795380910|1.9|a|Zoë|COMPLETEAGENT|1|1|1']));
    const { floor } = server.kept;
    await until(() => floor.ofType('contact.answered').length === 1, 'answered');
    expect(floor.ofType('contact.queued')[0]).toMatchObject({ at: 1795380900_000, quality: 'derived' });
    expect(floor.ofType('contact.ended')).toEqual([]);
  });
});

describe('agents, from the log alone', () => {
  const told = (lines: string[], who: string) =>
    replay({ lines: lines.map((line, i) => `${1795380900 + i}|${line}`) })
      .ofType('agent.state')
      .filter(({ data }) => data.agent === who)
      .map(({ data: { state, reason } }) => (reason ? `${state} (${reason})` : state));

  it('talk and are free again', () => {
    const lines = ['1.1|a|NONE|ENTERQUEUE||1|1', '1.1|a|Zoë|CONNECT|0|1.2|0', '1.1|a|Zoë|BLINDTRANSFER|b|c|0|0|1'];
    expect(told(lines, 'Zoë')).toEqual(['contact', 'available']);
  });

  it('on a break from all queues have one break, and go back to a call that lasts', () => {
    const lines = [
      '1.1|a|Zoë|CONNECT|0|1.2|0',
      'NONE|NONE|Zoë|PAUSEALL|Lunch',
      'NONE|a|Zoë|PAUSE|Lunch',
      'NONE|b|Zoë|PAUSE|Lunch',
      '1.1|a|Zoë|COMPLETECALLER|0|0|1',
      'NONE|NONE|Zoë|UNPAUSEALL|',
      'NONE|a|Zoë|UNPAUSE|',
      'NONE|b|Zoë|UNPAUSE|',
    ];
    expect(told(lines, 'Zoë')).toEqual(['contact', 'break (Lunch)', 'available']);
  });

  it('paused in one of their queues are available in the other', () => {
    const lines = [
      '1.1|a|Zoë|RINGNOANSWER|8000',
      '1.1|b|Zoë|RINGNOANSWER|8000',
      'NONE|a|Zoë|PAUSE|Auto-Pause',
      'NONE|b|Zoë|PAUSE|Auto-Pause',
    ];
    expect(told(lines, 'Zoë')).toEqual(['available', 'missed (Auto-Pause)']);
  });

  it('are not taken for an interface that is added, whose name is not known', () => {
    const lines = [
      'MANAGER|a|Local/7@agents|ADDMEMBER|',
      'MANAGER|a|Bob, Jr.|ADDMEMBER|PAUSED',
      'MANAGER|a|Bob, Jr.|REMOVEMEMBER|',
    ];
    expect(told(lines, 'Local/7@agents')).toEqual([]);
    expect(told(lines, 'Bob, Jr.')).toEqual(['break', 'offline']);
  });

  it('ring for as many milliseconds as the line says', () => {
    const floor = replay({
      lines: ['1795380900|1.1|a|NONE|ENTERQUEUE||1|1', '1795380910|1.1|a|Zoë|RINGNOANSWER|8000'],
    });
    const [started] = floor.ofType('offer.started');
    const [ended] = floor.ofType('offer.ended');
    expect([ended.at - started.at, ended.data.result]).toEqual([8000, 'noanswer']);
  });
});
