// One seed's world: a floor, its sources, a server that dies and comes back, screens over broken links; and at last
// everything heals. One thread, no real timers; the seed decides everything. The log is in memory (memory-log.ts): what
// SQLite promises is shown by tests/server/log.test.ts and the fault tests.
import { Engine } from '#core/engine.ts';
import type { CloudEvent, KnownFact } from '#core/event.ts';
import { factOf, Follower } from '../../server/history/follower.ts';
import { Random } from '../../server/simulation/random.ts';
import { METRICS } from '../support/engine.ts';
import { audit } from './checks.ts';
import { makeDay, type Day } from './day.ts';
import { MemoryLog } from './memory-log.ts';
import { FINE, Network, type Told, type Weather } from './network.ts';
import { chooseBoundary, knownFactsOf, stillKnown } from './retention.ts';
import { Scheduler, WallClock } from './scheduler.ts';
import { Screen } from './screen.ts';
import { Sender, type Due } from './sender.ts';
import { SimulatedServer, type Checkpoint } from './server.ts';
import { Truth } from './truth.ts';

export interface Trouble {
  /** connections break, stall, crawl */
  links: boolean;
  /** the server is stopped and killed */
  restarts: boolean;
  /** events come late, twice, in another order */
  disorder: boolean;
  /** the clock leaps forward */
  leaps: boolean;
  /** old facts are let go */
  retention: boolean;
}
export const ALL_TROUBLE: Trouble = { links: true, restarts: true, disorder: true, leaps: true, retention: true };

export interface WorldOptions {
  seed: number;
  trouble?: Trouble;
  /** only so many of the day's events, the earliest */
  most?: number;
  /** told what happens, line by line */
  trace?: (line: string) => void;
}

const TROUBLED_MS = 9000;
const LENGTHS_MS = [15_000, 600_000, 7_200_000, 26 * 3_600_000];
/** Retention reaches further back than what is asked as of now: levels half a minute, staffing a quarter of an hour. */
const LOOKED_BACK_MS = 20 * 60_000;
const LONG_ENOUGH_MS = 2 * 3_600_000;
const EMPTY_TOPIC = 'floor?scope=queue:nobody';
const NO_TOPIC = 'moon?scope=all';

export class World {
  readonly seed: number;
  readonly scheduler = new Scheduler();
  readonly clock: WallClock;
  readonly day: Day;
  readonly log = new MemoryLog();
  readonly screens: Screen[] = [];
  readonly senders: Sender[] = [];
  readonly topics: string[];
  /** The engine of a server that never stopped. */
  readonly steadfast: Engine;
  readonly truth = new Truth();
  /** promises that were broken on the way */
  readonly broken: string[] = [];
  readonly acknowledged: CloudEvent[] = [];
  readonly isWild: boolean;
  /** what was recorded before is let go, epoch ms */
  forgottenBefore = -Infinity;
  /** told by events that the log let go of, and still known */
  remembered: KnownFact[] = [];
  server: SimulatedServer | null = null;
  restarts = 0;
  /** something may still come late, break or die */
  isTroubled = true;
  readonly #trouble: Trouble;
  readonly #trace: ((line: string) => void) | undefined;
  readonly #historian: Follower;
  #checkpoint: Checkpoint | null = null;

  constructor({ seed, trouble = ALL_TROUBLE, most = Infinity, trace }: WorldOptions) {
    this.seed = seed;
    this.#trouble = trouble;
    this.#trace = trace;
    const random = this.#random('world');
    this.isWild = random.chance(0.5);
    const lengthMs = random.pick(LENGTHS_MS);
    this.day = makeDay(this.#random('day'), { contacts: 5 + random.below(10), lengthMs, isWild: this.isWild });
    this.clock = new WallClock(this.scheduler, this.day.startAt, Math.max(1, lengthMs / TROUBLED_MS));
    this.topics = this.#chooseTopics(random.fork('topics'));
    this.steadfast = new Engine(METRICS, this.day.directory);
    this.#historian = new Follower(new Engine(METRICS, this.day.directory), this.log, {
      turnedOff: [],
      onFailed: (error) => this.break(String(error)),
    });
    this.log.onWritten = (events) => {
      for (const { body, recordedAt } of events) {
        const fact = factOf(body, recordedAt);
        if (fact) this.steadfast.apply(fact);
      }
    };
    this.#startServer(null);
    this.#openScreens();
    this.#startSenders(most);
    this.#planTrouble();
  }

  /** @returns what was not as it should be, in sentences */
  async run(): Promise<string[]> {
    await this.scheduler.run(TROUBLED_MS, () => this.broken.length > 0);
    if (this.broken.length === 0) await this.#heal();
    return this.broken;
  }

  tell(what: string): void {
    this.#trace?.(
      `${String(this.scheduler.monotonic()).padStart(6)} ${new Date(this.clock.now()).toISOString()} ${what}`,
    );
  }

  break(sentence: string): void {
    this.tell(`BROKEN: ${sentence}`);
    this.broken.push(sentence);
  }

  #random(name: string): Random {
    return new Random(`simulation ${this.seed} ${name}`);
  }

  #chooseTopics(random: Random): string[] {
    const { queues, sites, teams } = this.day;
    const scopes = [
      `queue:${random.pick(queues)}`,
      `site:${random.pick(sites)}`,
      `team:${random.pick(teams)}`,
      'channel:phone',
      `site:${random.pick(sites)},queue:${random.pick(queues)}`,
    ];
    const chosen = ['all', ...random.shuffle(scopes).slice(0, 1 + random.below(2))];
    return chosen.map((scope) => `floor?scope=${scope.replace(/[%&+#]/g, encodeURIComponent)}`);
  }

  #startServer(checkpoint: Checkpoint | null): void {
    const random = this.#random(`server ${this.restarts}`);
    const { scheduler, log, clock, truth } = this;
    this.server = new SimulatedServer({
      scheduler,
      log,
      directory: this.day.directory,
      checkpoint,
      now: clock.now,
      diskMs: () => (random.chance(0.05) ? 400 : 1 + random.below(10)),
      startMs: 20 + random.below(300),
      onError: (error) => this.break(`the server failed: ${(error as Error).stack ?? String(error)}`),
      onComputed: (epoch, topic, at, state) => truth.note(epoch, topic, at, state),
    });
    const from = checkpoint ? `a checkpoint of ${checkpoint.seq} events` : 'the log alone';
    this.tell(`server starts, epoch ${this.server.epoch}, from ${from}`);
  }

  #openScreens(): void {
    const random = this.#random('screens');
    for (let i = 1 + random.below(3); i > 0; i--) {
      const own = random.fork(String(i));
      const network = new Network({
        timers: this.scheduler,
        random: () => own.next(),
        accept: (line) => this.server?.accept(line) ?? null,
        weight: random.pick([1, 1, 8, 64]),
      });
      this.#openScreen(`screen ${i}`, own, network);
    }
  }

  #openScreen(name: string, random: Random, network: Network): void {
    const { scheduler, truth } = this;
    const topics = random.chance(0.5) ? this.topics : [random.pick(this.topics)];
    const more = random.chance(0.1) ? [random.pick([EMPTY_TOPIC, NO_TOPIC])] : [];
    const screen = new Screen([...topics, ...more], {
      name,
      scheduler,
      network,
      random: () => random.next(),
      tell: (what) => this.tell(what),
      onHeld: (topic, position, state) => {
        if (!truth.knows(topic, position, state))
          this.break(`${name} holds another ${topic} at seq ${position.seq} than the server had`);
      },
      onBroken: (sentence) => this.break(sentence),
    });
    this.screens.push(screen);
  }

  #startSenders(most: number): void {
    const random = this.#random('senders');
    const events = [...this.day.events].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)).slice(0, most);
    const { lateness, doubles } = this.#disorder(random);
    const ways: Due[][] = [[], [], []];
    for (const event of events) {
      // Nobody tells what has not happened yet, but for a clock that is a little ahead.
      const sendAt = Date.parse(event.time) + (random.chance(0.8) ? 0 : lateness * random.next());
      const way = random.below(ways.length);
      ways[way].push({ sendAt, event });
      // Two ways tell the same, as a manager interface and a log do.
      if (random.chance(doubles / 2))
        ways[(way + 1) % ways.length].push({ sendAt: sendAt + lateness * random.next(), event });
    }
    for (const [i, due] of ways.entries()) this.#startSender(`sender ${i}`, due, doubles);
  }

  #disorder(random: Random): { lateness: number; doubles: number } {
    if (!this.#trouble.disorder) return { lateness: 0, doubles: 0 };
    const length = this.day.endAt - this.day.startAt;
    return { lateness: random.pick([0.02, 0.3, 1]) * length, doubles: random.pick([0, 0.1, 0.3]) };
  }

  #startSender(name: string, due: Due[], doubles: number): void {
    const { scheduler, clock } = this;
    const sender = new Sender(due, {
      name,
      scheduler,
      random: this.#random(name),
      now: clock.now,
      server: () => this.server,
      doubles,
      tell: (what) => this.tell(what),
      onAcknowledged: (events) => this.acknowledged.push(...events),
    });
    this.senders.push(sender);
  }

  #planTrouble(): void {
    const { links, restarts, leaps, retention } = this.#trouble;
    const some = (name: string, isOn: boolean, most: number, act: (random: Random) => void) => {
      const random = this.#random(name);
      for (let n = random.below(most + 1); n > 0; n--) {
        const atMs = random.between(200, TROUBLED_MS);
        if (isOn) this.scheduler.after(atMs, () => this.isTroubled && act(random));
      }
    };
    some('weather', links, 6, (random) => this.#changeWeather(random));
    some('cuts', links, 5, (random) => this.#cut(random));
    some('wishes', links, 3, (random) => this.#wish(random));
    some('audits', true, 2, (random) => this.#audit(random));
    some('checkpoints', true, 6, () => this.#keepCheckpoint());
    some('restarts', restarts, 4, (random) => this.#restart(random));
    some('disk', restarts, 1, (random) => this.#fillDisk(random));
    some('leaps', leaps, 2, (random) => this.#leap(random));
    some('retention', retention, 3, (random) => this.#forget(random));
  }

  /** When nothing is between disk and engine. */
  #audit(random: Random): void {
    if (!this.server?.isReady || this.server.pending > 0) return;
    for (const sentence of audit(this, random)) this.break(`in the midst of it: ${sentence}`);
  }

  #changeWeather(random: Random): void {
    const weathers: Partial<Weather>[] = [
      {},
      { latencyMs: 150, jitterMs: 900 },
      { bytesPerMs: 1 },
      { isStalled: true },
      { swallows: 0.3 },
      { isDown: true },
      { isDown: true, isStalled: true },
    ];
    const screen = random.pick(this.screens);
    const weather = random.pick(weathers);
    this.tell(`${screen.name}: weather ${JSON.stringify(weather)}`);
    screen.network.turn({ ...FINE, ...weather });
  }

  #cut(random: Random): void {
    const screen = random.pick(this.screens);
    const told = random.pick<Told>(['both', 'both', 'server', 'screen', 'nobody']);
    this.tell(`${screen.name}: connection cut, told: ${told}`);
    screen.network.cut(told);
  }

  /** What people in front of screens do. */
  #wish(random: Random): void {
    const screen = random.pick(this.screens);
    const topic = random.pick(this.topics);
    if (random.chance(0.3)) return screen.wake();
    this.tell(`${screen.name}: ${screen.held.has(topic) ? 'no longer wants' : 'wants'} ${topic}`);
    if (screen.held.has(topic)) screen.unwatch(topic);
    else screen.watch(topic);
  }

  #keepCheckpoint(): void {
    for (const turn of this.#historian.catchUp()) void turn;
    this.#checkpoint = { dump: structuredClone(this.#historian.engine.floor.dump()), seq: this.#historian.seq };
    this.tell(`checkpoint of ${this.#checkpoint.seq} events`);
  }

  #restart(random: Random): void {
    const { server } = this;
    if (!server?.isReady) return;
    const isKill = random.chance(0.7);
    this.tell(isKill ? 'server killed' : 'server stops');
    if (isKill) this.#end(server, random.pick<Told>(['both', 'screen', 'nobody']));
    else {
      server.stop();
      this.scheduler.after(1500, () => this.#end(server, 'both'));
    }
    const checkpoint = random.chance(0.7) || this.forgottenBefore > -Infinity ? this.#checkpoint : null;
    this.scheduler.after(1500 + random.below(1500), () => {
      this.restarts++;
      this.#startServer(checkpoint);
    });
  }

  #end(server: SimulatedServer, told: Told): void {
    server.kill();
    for (const { network } of this.screens) network.cut(told);
  }

  #fillDisk(random: Random): void {
    this.tell('the disk is full');
    this.log.isFull = true;
    this.scheduler.after(random.between(100, 1500), () => (this.log.isFull = false));
  }

  #leap(random: Random): void {
    const byMs = random.between(0, (this.day.endAt - this.day.startAt) / 2);
    this.clock.set(this.clock.now() + byMs);
    this.tell(`the clock leapt ${Math.round(byMs / 1000)} s forward`);
  }

  /** The hourly round, everywhere at once, at a moment when nothing is between engine and log. */
  #forget(random: Random): void {
    const { server, log, clock, steadfast } = this;
    const { startAt, endAt, isEachQueueNamed } = this.day;
    if (!server?.isReady || server.pending > 0 || endAt - startAt < LONG_ENOUGH_MS || !isEachQueueNamed) return;
    const boundary = chooseBoundary(log.events, Math.min(clock.now(), endAt) - LOOKED_BACK_MS, random);
    if (!boundary) return;
    for (const turn of this.#historian.catchUp()) void turn;
    const { before, simulatedBefore } = boundary;
    const cuts = { seenBefore: before, simulatedSeenBefore: simulatedBefore, openSeenBefore: before };
    for (const { floor } of [server.engine, this.#historian.engine, steadfast]) floor.forget(cuts);
    const known = [...this.remembered, ...knownFactsOf(log.events)];
    const length = log.events.length;
    log.forget(before, simulatedBefore);
    const held = knownFactsOf(log.events);
    const ids = new Set(held.map(({ source, id }) => `${source} ${id}`));
    const gone = known.filter(({ source, id }) => !ids.has(`${source} ${id}`));
    this.remembered = stillKnown(gone, held, boundary);
    this.forgottenBefore = Math.max(this.forgottenBefore, simulatedBefore);
    this.tell(
      `${length - log.events.length} of ${length} events are let go, of before ${new Date(before).toISOString()}`,
    );
    this.#keepCheckpoint();
  }

  async #heal(): Promise<void> {
    const { scheduler, clock, screens, senders, log } = this;
    this.isTroubled = false;
    log.isFull = false;
    this.tell('everything heals');
    for (const { network } of screens) network.turn(FINE);
    await scheduler.run(5000, () => this.server?.isReady === true);
    const lastAt = Math.max(clock.now(), this.day.endAt, ...this.day.events.map(({ time }) => Date.parse(time))) + 1000;
    clock.set(lastAt, 1);
    for (const sender of senders) sender.hasten();
    const isSent = await scheduler.run(20_000, () => senders.every(({ isDone }) => isDone) || this.broken.length > 0);
    if (!isSent) return this.break('the senders have something left that was not acknowledged');
    this.tell('everything is told');
    const sentAt = clock.now();
    const isCurrent = (screen: Screen) =>
      screen.link === 'live' &&
      [...screen.held.keys()].every((topic) => topic === NO_TOPIC || (screen.at.get(topic)?.asOf ?? 0) > sentAt);
    const isSettled = await scheduler.run(60_000, () => screens.every(isCurrent) || this.broken.length > 0);
    if (!isSettled)
      this.break(
        `not current after a minute: ${screens
          .filter((one) => !isCurrent(one))
          .map(({ name }) => name)
          .join(', ')}`,
      );
    // Charts are looked at once a second: the next publication has them as of itself.
    await scheduler.run(2100, () => this.broken.length > 0);
    if (this.seed % 5 === 0) await this.#countConnections();
  }

  /** Those that nobody is at the other end of any more are noticed by their pings (P5). */
  async #countConnections(): Promise<void> {
    await this.scheduler.run(27_000, () => this.broken.length > 0);
    const { server, screens } = this;
    if (server && server.screens !== screens.length)
      this.break(`the server holds ${server.screens} connections of ${screens.length} screens`);
  }
}
