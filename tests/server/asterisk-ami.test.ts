// The manager interface over a real socket: log-in, gaps, freezes, members, and callers who leave in every way.
import { afterEach, describe, expect, it } from 'vitest';
import { BlockReader, formatAction, MAX_BLOCK_BYTES, parseBlock } from '../../server/asterisk/ami-block.ts';
import { AMI_TIMING } from '../../server/asterisk/ami-session.ts';
import { listenToAmi } from '../../server/asterisk/ami-source.ts';
import source from '../../server/sources/asterisk-ami.ts';
import { startServer, until, type AsteriskServer, type Kept } from '../support/asterisk-context.ts';
import type { AsteriskFloor } from '../support/asterisk-floor.ts';
import { readBlocks } from '../support/asterisk-recording.ts';
import { AmiServer, type Behaviour } from '../support/asterisk-server.ts';

const QUICK = {
  ...AMI_TIMING,
  connect: 500,
  answer: 500,
  boot: 150,
  list: 150,
  again: 100,
  ping: 80,
  silence: 160,
  tick: 10,
  firstRetry: 20,
  lastRetry: 600,
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(behaviour: Partial<Behaviour> = {}): Promise<AmiServer> {
  const ami = await new AmiServer(behaviour).listen();
  open.push(ami);
  return ami;
}

function listen(
  ami: AmiServer,
  options: { secret?: string; kept?: Kept; site?: string; timing?: Partial<typeof QUICK> } = {},
): AsteriskServer {
  const server = startServer(options.kept);
  const { secret = 'geheim', site, timing } = options;
  const settings = source.options.parse({ host: '127.0.0.1', port: ami.port, user: 'tablo', secret, site });
  server.run('ami', (context) => listenToAmi(settings, context, { ...QUICK, ...timing }, () => 0));
  open.push({ close: () => server.stop() });
  return server;
}

const states = (floor: AsteriskFloor) => floor.ofType('source.status').map(({ data }) => data.state);
const inStep = (server: AsteriskServer, times = 1) =>
  until(
    () => states(server.kept.floor).filter((state) => state === 'up').length >= times,
    `in step for the ${times}. time`,
  );

const member = (Queue: string, MemberName: string, more: Record<string, string | number> = {}) => ({
  Queue,
  MemberName,
  Interface: `Local/${MemberName}@agents`,
  Penalty: 0,
  InCall: 0,
  Status: 1,
  Paused: 0,
  PausedReason: '',
  LastPause: 0,
  ...more,
});
const caller = (Queue: string, Uniqueid: string) => ({ Queue, Uniqueid });

function equip(ami: AmiServer): void {
  ami.happen('QueueParams', { Queue: 'desk' });
  ami.happen('QueueParams', { Queue: 'pool' });
  ami.happen('QueueMemberAdded', member('desk', 'Ümit'));
  ami.happen('QueueMemberAdded', member('pool', 'Ümit'));
  ami.happen('QueueMemberAdded', member('desk', 'Zoë'));
}

describe('blocks', () => {
  const text =
    'Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Yes: really\r\n\r\nEvent: QueueMemberPause\r\nMemberName: Ümit Łukasz 😀\r\nPausedReason: \r\nChanVariable: a=b\r\nChanVariable: c=d\r\nno colon here\r\n\r\n';
  const blocks = [
    new Map([
      ['Response', 'Success'],
      ['Message', 'Yes: really'],
    ]),
    new Map([
      ['Event', 'QueueMemberPause'],
      ['MemberName', 'Ümit Łukasz 😀'],
      ['PausedReason', ''],
      ['ChanVariable', 'a=b'],
    ]),
  ];

  it('come out the same wherever the network cuts the stream in two', () => {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = new BlockReader();
      const found = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))];
      expect(found, `cut at ${cut}`).toEqual(blocks);
      expect(reader.banner).toBe('Asterisk Call Manager/11.0.0');
    }
  });

  it.each([1, 2, 3, 7])('come out the same in pieces of %i bytes', (size) => {
    const bytes = Buffer.from(text);
    const reader = new BlockReader();
    const found = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)));
    expect(found).toEqual(blocks);
  });

  it('of more than 64 KiB are dropped and counted, in one piece or many; the next one is read', () => {
    for (const size of [1000, 10_000_000]) {
      const reader = new BlockReader();
      const bytes = Buffer.from(
        `hello\r\nEvent: Long\r\nData: ${'x'.repeat(3 * MAX_BLOCK_BYTES)}\r\n\r\nEvent: Next\r\n\r\n`,
      );
      const found = [];
      for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)));
      expect(found).toEqual([new Map([['Event', 'Next']])]);
      expect(reader.dropped).toBe(1);
    }
  });

  it('of a recorded day are all found, in pieces of 13 bytes', () => {
    const recorded = readBlocks('edge').filter(({ connection }) => connection === 1);
    const bytes = Buffer.concat(recorded.map((block) => block.bytes));
    const reader = new BlockReader();
    let found = 0;
    for (let at = 0; at < bytes.length; at += 13) found += reader.push(bytes.subarray(at, at + 13)).length;
    expect(found).toBe(recorded.length - 1);
  });

  it('keep a value that has no space after the colon', () => {
    expect(parseBlock('A:b\r\nB: c')).toEqual(
      new Map([
        ['A', 'b'],
        ['B', 'c'],
      ]),
    );
  });

  it('that are sent cannot be broken by line ends in a value', () => {
    expect(formatAction({ Username: 'a\r\nAction: Originate' })).toBe('Username: a Action: Originate\r\n\r\n');
  });
});

describe('logging in', () => {
  it('sends a digest and never the secret, and asks for no more than it needs', async () => {
    const ami = await serve();
    await inStep(listen(ami));
    expect(ami.received).not.toContain('geheim');
    expect(ami.asked('Login')[0].get('Events')).toBe('agent,system');
  });

  it('sends the secret where there is no challenge', async () => {
    const ami = await serve({ hasChallenge: false });
    await inStep(listen(ami));
    expect(ami.asked('Login')[0].get('Secret')).toBe('geheim');
  });

  it('says a wrong secret in a sentence, is down, and does not hammer', async () => {
    const ami = await serve();
    const server = listen(ami, { secret: 'falsch' });
    await until(() => states(server.kept.floor).includes('down'), 'down');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ami.asked('Login')).toHaveLength(1);
    expect(server.said.map((line) => line.msg)).toContainEqual(
      `127.0.0.1:${ami.port}: the manager interface refused user "tablo": Authentication failed; check user and secret here and in manager.conf`,
    );
    ami.behaviour.secret = 'falsch';
    await inStep(server);
  });

  it('says so when something else answers', async () => {
    const ami = await serve({ banner: 'SSH-2.0-OpenSSH_9.6' });
    const server = listen(ami);
    await until(() => states(server.kept.floor).includes('down'), 'down');
    const [{ data }] = server.kept.floor.ofType('source.status');
    expect(data.detail).toBe('what answers there is no Asterisk manager interface: it said "SSH-2.0-OpenSSH_9.6"');
  });

  it('is down once, not at each attempt, while nobody answers', async () => {
    const ami = await serve();
    await ami.close();
    open.pop();
    const server = listen(ami);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(states(server.kept.floor)).toEqual(['down']);
  });

  it('on which nothing happens is still as of now', async () => {
    const ami = await serve();
    const server = listen(ami);
    await inStep(server);
    const before = server.heard.length;
    const pings = ami.asked('Ping').length;
    await until(() => ami.asked('Ping').length > pings + 1, 'pings');
    expect(server.heard.slice(before)).toContain('asterisk:pbx1');
  });

  it('asks for the list when Asterisk is booted, not before', async () => {
    const ami = await serve({ isBooted: false });
    const server = listen(ami, { timing: { boot: 5000 } });
    await until(() => ami.asked('Ping').length > 0, 'a ping');
    expect(ami.asked('QueueStatus')).toHaveLength(0);
    ami.say({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' });
    await inStep(server);
  });

  it('asks after a while where the user may not hear that it is booted', async () => {
    const ami = await serve({ isBooted: false });
    await inStep(listen(ami));
  });
});

describe('a connection', () => {
  it('that freezes is noticed, and the gap is told from the last word to the next', async () => {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    ami.behaviour.isFrozen = true;
    await until(() => states(server.kept.floor).includes('down'), 'down');
    ami.behaviour.isFrozen = false;
    await inStep(server, 2);
    const { floor } = server.kept;
    expect(states(floor)).toEqual(['up', 'down', 'gap', 'resync', 'up']);
    const { from, to } = floor.ofType('source.status')[2].data;
    const silentMs = Date.parse(to ?? '') - Date.parse(from ?? '');
    expect(silentMs).toBeGreaterThan(QUICK.silence);
    expect(silentMs).toBeLessThan(3000);
  });

  it('whose list stops in the middle is given up', async () => {
    const ami = await serve({ listStopsAfter: 2 });
    equip(ami);
    const server = listen(ami, { timing: { ping: 5000, silence: 60_000 } });
    await until(() => states(server.kept.floor).includes('down'), 'down');
    expect(server.kept.floor.ofType('source.status')[0].data.detail).toBe('the list of queues stopped in the middle');
    expect(server.kept.floor.ofType('snapshot')).toEqual([]);
    ami.behaviour.listStopsAfter = Infinity;
    await inStep(server);
  });

  it('that is lost leaves nobody waiting who is gone, and finds those who came', async () => {
    const ami = await serve({ piece: 5 });
    equip(ami);
    const server = listen(ami, { site: 'wien' });
    await inStep(server);
    ami.event('QueueCallerJoin', caller('desk', '1.1'));
    ami.event('QueueCallerJoin', caller('desk', '1.2'));
    const { floor } = server.kept;
    await until(() => floor.waiting().length === 2, 'two waiting');
    ami.drop();
    ami.happen('QueueCallerLeave', caller('desk', '1.1'));
    ami.happen('QueueCallerJoin', caller('pool', '1.3'));
    await inStep(server, 2);
    expect(floor.waiting().map(({ contact, queue }) => `${contact} ${queue}`)).toEqual(['1.2 desk', '1.3 pool']);
    expect(floor.ofType('contact.left')).toEqual([]);
    const snapshot = floor.ofType('snapshot')[1].data;
    expect(snapshot.waiting.map((w) => w.visit)).toEqual(['1.2/desk/1', '1.3/pool/1']);
    expect(snapshot.agents.map(({ agent, state, queues, site }) => ({ agent, state, queues, site }))).toEqual([
      { agent: 'Ümit', state: 'available', queues: ['desk', 'pool'], site: 'wien' },
      { agent: 'Zoë', state: 'available', queues: ['desk'], site: 'wien' },
    ]);
    expect(floor.ofType('contact.queued')[2]).toMatchObject({
      quality: 'derived',
      data: { site: 'wien', channel: 'phone' },
    });
  });

  it('to a PBX whose clock is an hour ahead speaks of one instant in one clock', async () => {
    const aheadMs = 3600_000;
    const ami = await serve({ aheadMs });
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    const stamp = () => ({ Timestamp: ((Date.now() + aheadMs) / 1000).toFixed(6) });
    ami.event('QueueCallerJoin', { ...caller('desk', '1.1'), ...stamp() });
    const { floor } = server.kept;
    await until(() => floor.ofType('contact.queued').length === 1, 'queued');
    ami.drop();
    ami.happen('QueueCallerLeave', caller('desk', '1.1'));
    await inStep(server, 2);
    const [{ at, quality }] = floor.ofType('contact.queued');
    expect(quality).toBe('source');
    expect(at).toBeGreaterThan(Date.now() + aheadMs - 5000);
    expect(floor.ofType('snapshot')[1].at).toBeGreaterThan(at);
    expect(floor.waiting()).toEqual([]);
  });

  it('that plays a recording with old times in it is taken as live', async () => {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    ami.event('QueueCallerJoin', { ...caller('desk', '1.1'), Timestamp: '1795380893.944687' });
    const { floor } = server.kept;
    await until(() => floor.waiting().length === 1, 'one waiting');
    expect(floor.ofType('contact.queued')[0].quality).toBe('received');
    expect(Math.abs(floor.ofType('contact.queued')[0].at - Date.now())).toBeLessThan(5000);
  });

  it('survives odd blocks', async () => {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    for (const Event of [
      'QueueCallerJoin',
      'AgentConnect',
      'AgentComplete',
      'QueueMemberStatus',
      'QueueCallerLeave',
      '',
    ])
      ami.say({ Event });
    ami.say({
      Event: 'QueueMemberStatus',
      Queue: 'desk',
      Interface: 'x',
      Status: 'nonsense',
      InCall: '',
      Penalty: '-',
    });
    ami.raw(`${'no colon\r\n'.repeat(20)}\r\n`);
    ami.raw(`Event: Long\r\nData: ${'x'.repeat(200_000)}\r\n\r\n`);
    ami.event('QueueCallerJoin', caller('desk', '1.1'));
    await until(() => server.kept.floor.waiting().length === 1, 'one waiting');
    expect(states(server.kept.floor)).toEqual(['up']);
    expect(server.said.map((line) => line.msg)).toContain('1 blocks of more than 64 KiB were dropped');
  });

  it('after a restart of this server goes on with the same visits and tells the gap', async () => {
    const ami = await serve();
    equip(ami);
    const first = listen(ami);
    await inStep(first);
    ami.event('QueueCallerJoin', caller('desk', '1.1'));
    await until(() => first.kept.floor.waiting().length === 1, 'one waiting');
    await first.stop();
    const second = listen(ami, { kept: first.kept });
    await inStep(second, 2);
    ami.event('AgentConnect', { ...caller('desk', '1.1'), ...member('desk', 'Zoë'), HoldTime: 0 });
    const { floor } = second.kept;
    await until(() => floor.waiting().length === 0, 'answered');
    expect([...floor.visits().keys()]).toEqual(['1.1/desk/1']);
    expect(states(floor)).toEqual(['up', 'gap', 'resync', 'up']);
  });
});

describe('callers', () => {
  async function floorWith(
    act: (ami: AmiServer) => void,
  ): Promise<{ ami: AmiServer; server: AsteriskServer; floor: AsteriskFloor }> {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    act(ami);
    return { ami, server, floor: server.kept.floor };
  }
  const reasons = (floor: AsteriskFloor) => floor.ofType('contact.left').map(({ data }) => data.reason);

  it('who leave without a word have pressed a key; who return are told apart', async () => {
    const { floor } = await floorWith((ami) => {
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      ami.event('QueueCallerLeave', caller('desk', '1.1'));
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      ami.event('QueueCallerLeave', caller('desk', '1.1'));
    });
    await until(() => reasons(floor).length === 2, 'two left');
    expect(reasons(floor)).toEqual(['key', 'key']);
    expect([...floor.visits().keys()]).toEqual(['1.1/desk/1', '1.1/desk/2']);
  });

  it('are not said to have left by key while an agent who was called is in use; the late connect counts', async () => {
    const zoe = member('desk', 'Zoë');
    const { ami, floor } = await floorWith((ami) => {
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      ami.event('AgentCalled', { ...caller('desk', '1.1'), ...zoe, DestUniqueid: '1.2' });
      ami.event('QueueMemberStatus', { ...zoe, Status: 2 });
      ami.event('QueueCallerLeave', caller('desk', '1.1'));
    });
    await until(() => reasons(floor).length === 1, 'left');
    expect(reasons(floor)).toEqual(['unknown']);
    ami.event('AgentConnect', { ...caller('desk', '1.1'), ...zoe, HoldTime: 1 });
    await until(() => floor.ofType('contact.answered').length === 1, 'answered');
    expect(floor.count().get('desk')).toEqual({ joined: 1, answered: 1 });
    expect(floor.ofType('offer.ended').map(({ data }) => data.result)).toEqual(['accepted']);
  });

  it('connected whose join was lost with a connection entered the queue as long ago as Asterisk says', async () => {
    const { floor } = await floorWith((ami) =>
      ami.event('AgentConnect', { ...caller('desk', '1.1'), ...member('desk', 'Zoë'), HoldTime: 12 }),
    );
    await until(() => floor.ofType('contact.answered').length === 1, 'answered');
    const [queued] = floor.ofType('contact.queued');
    const [answered] = floor.ofType('contact.answered');
    expect(answered.at - queued.at).toBe(12_000);
    expect([queued.quality, answered.quality]).toEqual(['derived', 'received']);
  });

  it('who were just leaving when the connection was lost left, and it is not known how', async () => {
    const { ami, server, floor } = await floorWith((ami) => {
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      ami.event('QueueCallerLeave', caller('desk', '1.1'));
    });
    await until(() => floor.ofType('contact.queued').length === 1, 'queued');
    ami.drop();
    await inStep(server, 2);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(reasons(floor)).toEqual(['unknown']);
  });

  it('who left in a gap are not said to leave again when they return', async () => {
    const { ami, server, floor } = await floorWith((ami) => ami.event('QueueCallerJoin', caller('desk', '1.1')));
    await until(() => floor.waiting().length === 1, 'one waiting');
    ami.drop();
    ami.happen('QueueCallerLeave', caller('desk', '1.1'));
    await inStep(server, 2);
    ami.event('QueueCallerJoin', caller('desk', '1.1'));
    ami.event('QueueCallerAbandon', { ...caller('desk', '1.1'), HoldTime: 0 });
    ami.event('QueueCallerLeave', caller('desk', '1.1'));
    await until(() => reasons(floor).length === 1, 'left');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(floor.ofType('contact.left').map(({ data }) => [data.visit, data.reason])).toEqual([
      ['1.1/desk/2', 'abandoned'],
    ]);
  });

  it('ring at several agents: one accepts, one does not pick up, one hangs up, the last is cancelled', async () => {
    const call = (name: string) => ({ ...caller('desk', '1.1'), ...member('desk', name), DestUniqueid: `to ${name}` });
    const { floor } = await floorWith((ami) => {
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      for (const name of ['Ümit', 'Zoë', 'Ann|Lee', 'Bob, Jr.']) ami.event('AgentCalled', call(name));
      ami.event('AgentRingNoAnswer', { ...call('Ümit'), RingTime: 8000 });
      ami.event('AgentDump', call('Bob, Jr.'));
      ami.event('AgentConnect', { ...call('Ann|Lee'), HoldTime: 1, RingTime: 1 });
    });
    await until(() => floor.ofType('offer.ended').length === 4, 'four rings over');
    expect(floor.ofType('offer.ended').map(({ data: { agent, result } }) => `${agent}: ${result}`)).toEqual([
      'Ümit: noanswer',
      'Bob, Jr.: failed',
      'Ann|Lee: accepted',
      'Zoë: cancelled',
    ]);
  });

  it('are found by queue and interface when the end of a talk does not name them', async () => {
    const zoe = member('desk', 'Zoë');
    const { floor } = await floorWith((ami) => {
      ami.event('QueueCallerJoin', caller('desk', '1.1'));
      ami.event('AgentConnect', { ...caller('desk', '1.1'), ...zoe, HoldTime: 1 });
      ami.event('AgentComplete', { ...zoe, HoldTime: 1, TalkTime: 3, Reason: 'caller' });
      ami.event('AgentComplete', { ...zoe, HoldTime: 1, TalkTime: 3, Reason: 'caller' });
    });
    await until(() => floor.ofType('contact.ended').length === 1, 'ended');
    expect(floor.ofType('contact.ended')[0].data).toMatchObject({
      contact: '1.1',
      visit: '1.1/desk/1',
      by: 'customer',
    });
  });
});

describe('agents', () => {
  const zoe = (more: Record<string, string | number>) => member('desk', 'Zoë', more);
  const umit = (queue: string, more: Record<string, string | number>) => member(queue, 'Ümit', more);

  async function floorAfter(act: (ami: AmiServer) => void): Promise<AsteriskFloor> {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    act(ami);
    ami.event('QueueCallerJoin', caller('desk', 'last'));
    await until(() => server.kept.floor.waiting().length === 1, 'all heard');
    return server.kept.floor;
  }
  const told = (floor: AsteriskFloor, who: string) =>
    floor
      .ofType('agent.state')
      .filter(({ data }) => data.agent === who)
      .map(({ data: { state, reason } }) => (reason ? `${state} (${reason})` : state));

  it('go through ringing and contact and back, each told once however many queues say it', async () => {
    const floor = await floorAfter((ami) => {
      for (const Status of [6, 2, 2, 1])
        for (const queue of ['desk', 'pool']) ami.event('QueueMemberStatus', umit(queue, { Status }));
    });
    expect(told(floor, 'Ümit')).toEqual(['ringing', 'contact', 'available']);
  });

  it('are on a break when paused everywhere, and only then', async () => {
    const paused = { Paused: 1, PausedReason: 'Lunch' };
    const floor = await floorAfter((ami) => {
      ami.event('QueueMemberPause', umit('desk', paused));
      ami.event('QueueMemberPause', umit('pool', paused));
      ami.event('QueueMemberPause', umit('pool', {}));
    });
    expect(told(floor, 'Ümit')).toEqual(['break (Lunch)', 'available']);
    const members = floor.ofType('agent.member').map(({ data: { queue, paused } }) => `${queue} ${paused}`);
    expect(members).toEqual(['desk true', 'pool true', 'pool false']);
  });

  it('paused by Asterisk for not picking up have missed a contact', async () => {
    const floor = await floorAfter((ami) =>
      ami.event('QueueMemberPause', zoe({ Paused: 1, PausedReason: 'Auto-Pause' })),
    );
    expect(told(floor, 'Zoë')).toEqual(['missed (Auto-Pause)']);
  });

  it('whose phone shows no state are in contact from the connect to the end of the talk', async () => {
    const floor = await floorAfter((ami) => {
      ami.event('AgentConnect', { ...caller('desk', '1.1'), ...zoe({}), HoldTime: 0 });
      ami.event('AgentComplete', { ...caller('desk', '1.1'), ...zoe({}), Reason: 'agent' });
    });
    expect(told(floor, 'Zoë')).toEqual(['contact', 'available']);
  });

  it('whose phone is away, or who are removed from their last queue, are offline', async () => {
    const floor = await floorAfter((ami) => {
      ami.event('QueueMemberStatus', zoe({ Status: 5 }));
      ami.event('QueueMemberRemoved', umit('desk', {}));
      ami.event('QueueMemberRemoved', umit('pool', {}));
    });
    expect([told(floor, 'Zoë'), told(floor, 'Ümit')]).toEqual([['offline'], ['offline']]);
    expect([...(floor.agents(Infinity).get('Ümit')?.queues ?? [])]).toEqual([]);
  });

  it('keep the order of what happens to them in one millisecond', async () => {
    const floor = await floorAfter((ami) => {
      for (const Status of [6, 2, 1, 6, 2]) ami.event('QueueMemberStatus', zoe({ Status }));
    });
    const sequences = floor.events.map((event) => event.sequence ?? '');
    expect(sequences).toEqual([...sequences].sort());
    expect(floor.agents(Infinity).get('Zoë')?.state).toBe('contact');
  });

  it('that a reload took away are noticed, though nothing says so', async () => {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    ami.pbx.removeMember('desk', 'Local/Zoë@agents');
    ami.say({ Event: 'Reload', Privilege: 'system,all', Module: 'app_queue.so', Status: 0 });
    await until(() => told(server.kept.floor, 'Zoë').includes('offline'), 'Zoë offline');
    expect(server.kept.floor.ofType('snapshot')).toHaveLength(1);
  });

  it('that a reload changed are noticed when somebody new is heard of', async () => {
    const ami = await serve();
    equip(ami);
    const server = listen(ami);
    await inStep(server);
    ami.pbx.removeMember('desk', 'Local/Zoë@agents');
    ami.event('QueueMemberStatus', member('desk', 'New Here'));
    await until(() => told(server.kept.floor, 'Zoë').includes('offline'), 'Zoë offline');
    expect(told(server.kept.floor, 'New Here')).toEqual(['available']);
  });

  it('on a break since before this server started are so since Asterisk says', async () => {
    const ami = await serve();
    equip(ami);
    ami.happen('QueueMemberPause', zoe({ Paused: 1, PausedReason: 'Tea', LastPause: 1795380912 }));
    const server = listen(ami);
    await inStep(server);
    const [{ data }] = server.kept.floor.ofType('snapshot');
    expect(data.agents.find((a) => a.agent === 'Zoë')).toMatchObject({
      state: 'break',
      reason: 'Tea',
      since: '2026-11-22T20:55:12.000Z',
    });
    expect(server.kept.floor.agents(Infinity).get('Zoë')?.queues.get('desk')).toBe(true);
  });
});
