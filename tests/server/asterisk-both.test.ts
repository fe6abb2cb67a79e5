// The manager interface and queue_log of one PBX side by side in one server: each fact once, the exacter word wins.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBlock } from '../../server/asterisk/ami-block.ts';
import { AmiFeed } from '../../server/asterisk/ami-feed.ts';
import { AMI_TIMING } from '../../server/asterisk/ami-session.ts';
import { listenToAmi } from '../../server/asterisk/ami-source.ts';
import { Facts } from '../../server/asterisk/facts.ts';
import { followQueueLog } from '../../server/asterisk/queue-log-source.ts';
import { VisitBook } from '../../server/asterisk/visit-book.ts';
import amiSource from '../../server/sources/asterisk-ami.ts';
import logSource from '../../server/sources/asterisk-queue-log.ts';
import { startServer, until, type AsteriskServer } from '../support/asterisk-context.ts';
import { AmiServer } from '../support/asterisk-server.ts';

const AMI = { ...AMI_TIMING, tick: 10, firstRetry: 20 };
const HOLD_MS = 150;
const LOG = { poll: 5, hold: HOLD_MS };
const ZOE = {
  Queue: 'desk',
  MemberName: 'Zoë',
  Interface: 'Local/7@agents',
  InCall: 0,
  Status: 1,
  Paused: 0,
  PausedReason: '',
  Penalty: 0,
  LastPause: 0,
};

let folder: string;
let file: string;
let ami: AmiServer;
let server: AsteriskServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asterisk-'));
  file = join(folder, 'queue_log');
  writeFileSync(file, '');
  ami = await new AmiServer().listen();
  ami.happen('QueueParams', { Queue: 'desk' });
  ami.happen('QueueMemberAdded', ZOE);
  LOG.hold = HOLD_MS;
  server = startServer();
  server.run('ami', (context) => listenToAmi(AMI_OPTIONS(), context, AMI, () => 0));
  server.run('log', (context) => followQueueLog(logSource.options.parse({ file }), context, LOG));
  await inStep(1);
  await until(() => server.said.some(({ msg }) => msg.startsWith('following')), 'following');
});
afterEach(async () => {
  await server.stop();
  await ami.close();
  rmSync(folder, { recursive: true });
});

const AMI_OPTIONS = () => amiSource.options.parse({ host: '127.0.0.1', port: ami.port, user: 'u', secret: 'geheim' });
const the = () => server.kept.floor;
const inStep = (times: number) =>
  until(
    () =>
      the()
        .ofType('source.status')
        .filter(({ data }) => data.state === 'up').length === times,
    `in step ${times} times`,
  );
const write = (rest: string) => appendFileSync(file, `${Math.floor(Date.now() / 1000)}|${rest}\n`);
const caller = (Uniqueid: string) => ({ Queue: 'desk', Uniqueid });
const logRead = (id: string) =>
  until(() => the().duplicates > 0 || the().events.some((event) => event.id === id), `the log told ${id}`);

describe('both feeds', () => {
  it('give one visit, with the instants of the manager interface and the reason of the log', async () => {
    // The first line of the log waits for nobody: on a busy machine it may be read before what was said before.
    ami.event('QueueCallerJoin', caller('1.1'));
    await until(() => the().ofType('contact.queued').length === 1, 'queued, by the manager interface');
    write('1.1|desk|NONE|ENTERQUEUE||1|1');
    ami.event('QueueCallerAbandon', { ...caller('1.1'), HoldTime: 0 });
    ami.event('QueueCallerLeave', caller('1.1'));
    await until(() => the().ofType('contact.left').length === 1, 'left, by the manager interface');
    write('1.1|desk|NONE|EXITWITHTIMEOUT|1|1|0');
    await until(() => the().ofType('contact.left').length === 2, 'left, twice told');
    expect([...the().visits().keys()]).toEqual(['1.1/desk/1']);
    expect(the().count().get('desk')).toEqual({ joined: 1, timeout: 1 });
    expect(
      the()
        .ofType('contact.queued')
        .map(({ quality }) => quality),
    ).toEqual(['received']);
    expect(
      the()
        .ofType('contact.left')
        .map(({ data, quality }) => [data.reason, quality]),
    ).toEqual([
      ['abandoned', 'received'],
      ['timeout', 'source'],
    ]);
  });

  it('wait for the manager interface to speak first, though the log was written first', async () => {
    // Only lines read after the log saw the manager interface in step wait for it: a first caller makes sure of that.
    ami.event('QueueCallerJoin', caller('1.0'));
    write('1.0|desk|NONE|ENTERQUEUE||1|1');
    await until(() => the().duplicates > 0, 'the log told the first one, too');
    const first = the().duplicates;
    // Long beside what a busy machine may be late.
    LOG.hold = 3000;
    write('1.1|desk|NONE|ENTERQUEUE||1|1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(the().visits().size).toBe(1);
    ami.event('QueueCallerJoin', caller('1.1'));
    await until(() => the().duplicates > first, 'the log told it, too');
    expect([...the().visits().keys()]).toEqual(['1.0/desk/1', '1.1/desk/1']);
    expect(
      the()
        .ofType('contact.queued')
        .map(({ quality }) => quality),
    ).toEqual(['received', 'received']);
  });

  it('leave the agents to the manager interface, and to the log while that is away', async () => {
    write('1.1|desk|NONE|ENTERQUEUE||1|1');
    write('1.1|desk|Zoë|CONNECT|0|1.2|0');
    await logRead('1.1/desk/1/answered');
    expect(the().ofType('agent.state')).toEqual([]);
    ami.behaviour.banner = 'gone';
    ami.drop();
    await until(
      () =>
        the()
          .ofType('source.status')
          .some(({ data }) => data.state === 'down'),
      'down',
    );
    write('1.1|desk|Zoë|COMPLETECALLER|0|0|1');
    await until(() => the().ofType('agent.state').length === 1, 'an agent');
    expect(the().ofType('agent.state')[0].data).toMatchObject({ agent: 'Zoë', state: 'available' });
  });

  it('tell once of a caller who came while the connection was lost, and of what became of them', async () => {
    ami.drop();
    ami.happen('QueueCallerJoin', caller('1.1'));
    write('1.1|desk|NONE|ENTERQUEUE||1|1');
    await inStep(2);
    await until(() => the().waiting().length === 1, 'one waiting');
    ami.event('QueueCallerLeave', caller('1.1'));
    ami.event('AgentConnect', { ...caller('1.1'), ...ZOE, HoldTime: 0 });
    write('1.1|desk|Zoë|CONNECT|0|1.2|0');
    await until(() => the().ofType('contact.answered').length === 1, 'answered');
    await new Promise((resolve) => setTimeout(resolve, LOG.hold + 100));
    expect([...the().visits().keys()]).toEqual(['1.1/desk/1']);
    expect(the().count().get('desk')).toEqual({ joined: 1, answered: 1 });
  });

  it('agree on a visit though the clock of the PBX is ten seconds ahead', async () => {
    ami.behaviour.aheadMs = 10_000;
    ami.drop();
    await inStep(2);
    ami.event('QueueCallerJoin', caller('1.1'));
    appendFileSync(file, `${Math.floor(Date.now() / 1000) + 10}|1.1|desk|NONE|ENTERQUEUE||1|1\n`);
    await until(() => the().duplicates > 0, 'the log told it, too');
    expect([...the().visits().keys()]).toEqual(['1.1/desk/1']);
  });

  it('do not wait for each other over what happened while the connection was lost', async () => {
    await server.stop();
    server = startServer();
    const [lazy, patient] = [300, 5000];
    server.run('ami', (context) => listenToAmi(AMI_OPTIONS(), context, AMI, () => 0));
    server.run('log', (context) =>
      followQueueLog(logSource.options.parse({ file }), context, { poll: lazy, hold: patient }),
    );
    await inStep(1);
    await new Promise((resolve) => setTimeout(resolve, 2 * lazy));
    ami.drop();
    write('1.1|desk|NONE|ENTERQUEUE||1|1');
    write('1.1|desk|NONE|ABANDON|1|1|0');
    await inStep(2);
    await until(() => the().ofType('contact.left').length === 1, 'left', 2 * lazy);
  });

  it('tell of a caller whose join only the log heard no more than the log does', async () => {
    ami.event('AgentConnect', { ...caller('1.1'), ...ZOE, HoldTime: 30 });
    ami.event('QueueCallerJoin', caller('1.2'));
    await until(() => the().waiting().length === 1, 'the next one');
    expect(the().visits().has('1.1/desk/1')).toBe(false);
    appendFileSync(file, `${Math.floor(Date.now() / 1000) - 30}|1.1|desk|NONE|ENTERQUEUE||1|1\n`);
    write('1.1|desk|Zoë|CONNECT|30|1.3|0');
    await logRead('1.1/desk/1/answered');
    expect(the().visits().get('1.1/desk/1')).toMatchObject({ agent: 'Zoë' });
    expect([...the().visits().keys()].filter((id) => id.startsWith('1.1/'))).toEqual(['1.1/desk/1']);
  });
});

describe('a list', () => {
  it('does not end a visit that the log, in its whole seconds, puts before it', () => {
    const second = 1795380900_000;
    const book = new VisitBook(() => [], 0);
    const feed = new AmiFeed(new Facts('asterisk:pbx1', undefined, () => book.nextSequence()), book);
    book.join('log', 'before', 'desk', second - 1000);
    book.join('log', 'maybe after', 'desk', second);
    const at = second + 400;
    feed.expectList('1', at);
    const answer = ['Response: Success', 'Event: QueueStatusComplete'].map((line) => `${line}\r\nActionID: 1`);
    const events = feed.take({ at, blocks: answer.map(parseBlock) });
    const snapshot = events.find((event) => event.type === 'snapshot')?.data as { waiting: { contact: string }[] };
    expect(snapshot.waiting.map((w) => w.contact)).toEqual(['maybe after']);
  });
});
