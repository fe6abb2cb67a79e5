// The second opinion, last step: every metric worked out from plain records, as its definition reads. Long, so that it
// can be read from top to bottom as one specification, without a way of its own from metric to metric.
import type { Directory } from '#core/directory.ts';
import type { Scope } from '#core/scope.ts';
import { erlangA, requiredServers } from '#core/staffing.ts';
import type { Span } from '#core/window.ts';
import { lastBefore, standing, type PlainAgent, type PlainFloor } from './plain-floor.ts';
import * as plain from './plain-things.ts';

export interface PlainReading {
  value: number | null;
  counts: Record<string, number>;
}
export type PlainReadings = Record<string, PlainReading>;

const HOUR_MS = 3_600_000;
const divide = (a: number, b: number): number | null => (b === 0 ? null : a / b);
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
const howMany = <T>(list: T[], is: (one: T) => boolean): number => list.filter(is).length;

export class PlainNumbers {
  readonly #floor: PlainFloor;
  readonly #directory: Directory;
  readonly #at: number;
  readonly #visits: plain.EndedVisit[];
  readonly #channelOf: (queue: string) => string;
  readonly #starts: Map<string, number[]>;
  readonly #bought: Set<string>;

  /**
   * @param floor of the facts before `at`
   * @param channelOf the channel of a queue's agents
   */
  constructor(floor: PlainFloor, directory: Directory, at: number, channelOf: (queue: string) => string) {
    this.#floor = floor;
    this.#directory = directory;
    this.#at = at;
    this.#visits = plain.visitsOf(floor);
    this.#channelOf = channelOf;
    this.#starts = plain.startsByCustomer(floor);
    this.#bought = plain.contactsThatBought(floor);
  }

  /** Of a scope over [from, to); what holds at an instant, as of `at`; staffing over the 15 minutes before it. */
  read(scope: Scope, span: Span): PlainReadings {
    return {
      ...this.#ofVisits(scope, span),
      ...this.#ofWaiting(scope, span),
      ...this.#ofAgents(scope, span),
      ...this.#ofTalks(scope, span),
      ...this.#ofAssistant(scope, span),
      ...this.#ofQuality(scope, span),
      ...this.#ofSales(scope, span),
      ...this.#ofStreams(scope, span),
      ...this.#ofCallbacks(scope),
      ...this.#staffing(scope),
    };
  }

  #ended(scope: Scope, { fromAt, toAt }: Span): plain.EndedVisit[] {
    return this.#visits.filter(
      (visit) => visit.endedAt !== null && visit.endedAt >= fromAt && visit.endedAt < toAt && plain.isIn(visit, scope),
    );
  }

  /** Who waits belongs to no agent, and so to no team. */
  #waiting(scope: Scope): plain.EndedVisit[] {
    return this.#visits.filter(
      (visit) => visit.enteredAt < this.#at && visit.endedAt === null && plain.isIn({ ...visit, team: '' }, scope),
    );
  }

  #ofVisits(scope: Scope, span: Span): PlainReadings {
    const ended = this.#ended(scope, span);
    const waitOf = ({ enteredAt, endedAt }: plain.EndedVisit) => Math.max(0, (endedAt ?? 0) - enteredAt);
    const of = (outcome: string) => ended.filter((visit) => visit.outcome === outcome);
    const within = (outcome: string, limit: 'thresholdMs' | 'shortMs') =>
      howMany(of(outcome), (visit) => waitOf(visit) <= plain.limitsOf(this.#directory, visit.queue)[limit]);
    const [answered, abandoned, callbacks] = [of('answered'), of('abandoned'), of('callback')];
    const waits = answered.map(waitOf).sort((a, b) => a - b);
    const quantile = (q: number): PlainReading => ({
      value: waits.length === 0 ? null : waits[Math.floor(q * (waits.length - 1))] / 1000,
      counts: { answered: waits.length },
    });
    const level = {
      answered: answered.length,
      answeredWithinT: within('answered', 'thresholdMs'),
      abandoned: abandoned.length,
      abandonedWithinT: within('abandoned', 'thresholdMs'),
      abandonedShort: within('abandoned', 'shortMs'),
      callbacks: callbacks.length,
      callbacksWithinT: within('callback', 'thresholdMs'),
    };
    const outcomes = {
      offered: ended.length,
      answered: answered.length,
      abandoned: abandoned.length,
      callbacks: callbacks.length,
      overflowed: of('overflowed').length,
      timedOut: of('timed_out').length,
      closed: of('closed').length,
      unknown: of('unknown').length,
    };
    const count = (name: keyof typeof outcomes): PlainReading => ({
      value: outcomes[name],
      counts: { [name]: outcomes[name] },
    });
    const waiting = this.#waiting(scope);
    const overdue = howMany(
      waiting,
      ({ enteredAt, queue }) => this.#at - enteredAt > plain.limitsOf(this.#directory, queue).thresholdMs,
    );
    return {
      offered: { value: ended.length, counts: outcomes },
      answered: count('answered'),
      abandoned: count('abandoned'),
      callbacks: count('callbacks'),
      overflowed: count('overflowed'),
      timedout: count('timedOut'),
      asa: {
        value: divide(sum(waits) / 1000, waits.length),
        counts: { answered: waits.length, waitSeconds: sum(waits) / 1000 },
      },
      'abandon.rate': {
        value: divide(abandoned.length, ended.length),
        counts: { abandoned: abandoned.length, offered: ended.length },
      },
      'wait.p50': quantile(0.5),
      'wait.p90': quantile(0.9),
      'wait.p95': quantile(0.95),
      'service.level': { value: this.#levelOf(level, 0), counts: level },
      'service.level.live': { value: this.#levelOf(level, overdue), counts: { ...level, overdue } },
      'requests.direct': this.#direct(ended),
    };
  }

  #levelOf(n: Record<string, number>, overdue: number): number | null {
    const [ans, ansT, ab, abT, abS, cb] = [
      n.answered,
      n.answeredWithinT,
      n.abandoned,
      n.abandonedWithinT,
      n.abandonedShort,
      n.callbacks,
    ];
    const [above, below] = {
      positive: [ansT + abT, ans + ab],
      answered: [ansT, ans],
      negative: [ansT, ans + ab],
      ignore: [ansT, ans + ab - abT],
      'short-positive': [ansT + abS, ans + ab],
      'short-removed': [ansT, ans + ab - abS],
      removed: [ansT + abT + n.callbacksWithinT, ans + ab + cb],
    }[this.#directory.serviceLevel] ?? [0, 0];
    return divide(above, below + overdue);
  }

  #direct(ended: plain.EndedVisit[]): PlainReading {
    const last = new Map<string, plain.EndedVisit>();
    for (const visit of this.#visits) {
      const known = last.get(visit.visit.contact);
      const isLater =
        !known ||
        visit.enteredAt > known.enteredAt ||
        (visit.enteredAt === known.enteredAt && visit.visit.id > known.visit.id);
      if (isLater) last.set(visit.visit.contact, visit);
    }
    const done = ended.filter((visit) => last.get(visit.visit.contact) === visit);
    const isAssisted = ({ visit }: plain.EndedVisit) => {
      const sessions = this.#floor.sessions.get(visit.contact);
      return sessions !== undefined && standing(sessions).data.outcome === 'handed_over';
    };
    const isOf = (outcomes: string[]) => howMany(done, ({ outcome }) => outcomes.includes(outcome));
    const assisted = howMany(done, isAssisted);
    const counts = {
      direct: done.length - assisted,
      assisted,
      answered: isOf(['answered']),
      lost: isOf(['abandoned', 'timed_out', 'closed', 'unknown']),
      moved: isOf(['overflowed', 'callback']),
    };
    return { value: counts.direct, counts };
  }

  #ofWaiting(scope: Scope, _: Span): PlainReadings {
    const waiting = this.#waiting(scope);
    const oldest = waiting.length === 0 ? null : Math.max(...waiting.map(({ enteredAt }) => this.#at - enteredAt));
    const counts = { waiting: waiting.length };
    return {
      waiting: { value: waiting.length, counts },
      'wait.longest': { value: oldest === null ? null : oldest / 1000, counts },
    };
  }

  #stateOf(agent: PlainAgent, scope: Scope, at: number): string | null {
    const told = lastBefore(agent.states, at);
    if (!told) return null;
    const isPaused = scope.queue !== undefined && plain.queuesOf(agent, at).get(scope.queue) === true;
    return isPaused && ['available', 'ringing'].includes(told.state) ? 'break' : told.state;
  }

  #present(scope: Scope): { agent: PlainAgent; state: string }[] {
    const present: { agent: PlainAgent; state: string }[] = [];
    for (const agent of this.#floor.agents.values()) {
      const state = this.#stateOf(agent, scope, this.#at);
      if (state !== null && plain.isAgentIn(agent, scope, this.#at, this.#channelOf)) present.push({ agent, state });
    }
    return present;
  }

  #ofAgents(scope: Scope, span: Span): PlainReadings {
    const present = this.#present(scope);
    const signedIn = howMany(present, ({ state }) => state !== 'offline');
    const readings: PlainReadings = { 'agents.signedin': { value: signedIn, counts: { signedIn } } };
    for (const state of ['available', 'ringing', 'contact', 'wrapup', 'break', 'missed']) {
      const n = howMany(present, (one) => one.state === state);
      readings[`agents.${state}`] = { value: n, counts: { [state]: n, signedIn } };
    }
    const slots = present
      .filter(({ state }) => ['available', 'ringing', 'contact', 'wrapup'].includes(state))
      .map(({ agent }) => lastBefore(agent.slots, this.#at) ?? { used: 0, total: 0 })
      .filter(({ total }) => total > 0);
    const free = sum(slots.map(({ used, total }) => Math.max(0, total - used)));
    readings['slots.free'] = {
      value: slots.length === 0 ? null : free,
      counts: { free, slots: sum(slots.map(({ total }) => total)), agents: slots.length },
    };
    return { ...readings, ...this.#ofTime(scope, span) };
  }

  #ofTime(scope: Scope, { fromAt, toAt }: Span): PlainReadings {
    const total = { contact: 0, wrapup: 0, signedIn: 0, break: 0 };
    let people = 0;
    for (const agent of this.#floor.agents.values()) {
      const cuts = [agent.states, agent.site, agent.team, agent.members].flatMap((changes: { at: number }[]) =>
        changes.map(({ at }) => at),
      );
      const ends = [...new Set([...cuts.filter((at) => at > fromAt && at < toAt), toAt])].sort((a, b) => a - b);
      let [from, signedInMs] = [fromAt, 0];
      for (const to of ends) {
        const state = plain.isAgentIn(agent, scope, to, this.#channelOf) ? this.#stateOf(agent, scope, to) : null;
        const ms = to - from;
        if (state === 'contact') total.contact += ms;
        if (state === 'wrapup') total.wrapup += ms;
        if (state === 'break') total.break += ms;
        if (state !== null && state !== 'offline') signedInMs += ms;
        from = to;
      }
      total.signedIn += signedInMs;
      if (signedInMs > 0) people++;
    }
    const handled = this.#talks(scope, { fromAt, toAt }).length;
    return {
      occupancy: {
        value: divide(total.contact + total.wrapup, total.signedIn - total.break),
        counts: {
          contactSeconds: total.contact / 1000,
          wrapupSeconds: total.wrapup / 1000,
          signedInSeconds: total.signedIn / 1000,
          breakSeconds: total.break / 1000,
        },
      },
      'contacts.per.agent': { value: divide(handled, people), counts: { handled, agents: people } },
    };
  }

  #teamedAt(visit: plain.EndedVisit, at: number): plain.EndedVisit {
    return { ...visit, team: visit.visit.agent === '' ? '' : plain.teamOf(this.#floor, visit.visit.agent, at) };
  }

  #talks(scope: Scope, { fromAt, toAt }: Span): plain.EndedVisit[] {
    return this.#visits.filter(
      (visit) =>
        visit.talkedAt !== null &&
        visit.talkedAt >= fromAt &&
        visit.talkedAt < toAt &&
        plain.isIn(this.#teamedAt(visit, visit.talkedAt), scope),
    );
  }

  /** Σ of talks that ended, and of wrap-ups that ended, in the span; ms. */
  #handling(scope: Scope, span: Span): { handled: number; talkMs: number; wrapMs: number } {
    const talks = this.#talks(scope, span);
    const wraps = this.#visits.filter(
      (visit) =>
        visit.wrappedAt !== null &&
        visit.wrappedAt >= span.fromAt &&
        visit.wrappedAt < span.toAt &&
        plain.isIn(this.#teamedAt(visit, visit.wrappedAt), scope),
    );
    return {
      handled: talks.length,
      talkMs: sum(talks.map(({ talkedAt, visit }) => (talkedAt ?? 0) - (visit.answeredAt ?? 0))),
      wrapMs: sum(wraps.map(({ wrappedAt, talkedAt }) => (wrappedAt ?? 0) - (talkedAt ?? 0))),
    };
  }

  #ofTalks(scope: Scope, span: Span): PlainReadings {
    const { handled, talkMs, wrapMs } = this.#handling(scope, span);
    return {
      aht: {
        value: divide((talkMs + wrapMs) / 1000, handled),
        counts: { handled, talkSeconds: talkMs / 1000, wrapSeconds: wrapMs / 1000 },
      },
    };
  }

  #ofAssistant(scope: Scope, span: Span): PlainReadings {
    const sessions: { outcome: string; direct: boolean; returned: boolean }[] = [];
    for (const [id, revisions] of this.#floor.sessions) {
      const { at, data } = standing(revisions);
      const { site, channel } = this.#floor.contactOf(id);
      if (data.outcome === 'open' || at < span.fromAt || at >= span.toAt) continue;
      if (!plain.isIn({ queue: '', team: '', site, channel }, scope)) continue;
      const back = plain.returnOf(this.#floor, this.#starts, id, at);
      sessions.push({
        outcome: data.outcome,
        direct: data.direct_request === true,
        returned: back !== null && back <= at + 24 * HOUR_MS,
      });
    }
    const judged = this.#directory.assistantExcludesDirect ? sessions.filter(({ direct }) => !direct) : sessions;
    const of = (outcome: string) => howMany(judged, (session) => session.outcome === outcome);
    const [resolved, handedOver, left] = [of('resolved'), of('handed_over'), of('left')];
    const recontacted = howMany(judged, ({ outcome, returned }) => outcome === 'resolved' && returned);
    const direct = howMany(sessions, (session) => session.direct);
    const all = judged.length;
    const { handled, talkMs, wrapMs } = this.#handling(scope, span);
    const handlingS = divide((talkMs + wrapMs) / 1000, handled);
    const spanS = (span.toAt - span.fromAt) / 1000;
    const solved = howMany(sessions, ({ outcome }) => outcome === 'resolved');
    const isSilent = handlingS === null || spanS === 0 || sessions.length === 0;
    return {
      'assistant.deflection': { value: divide(resolved, all), counts: { resolved, handedOver, left, direct } },
      'assistant.containment': { value: divide(resolved + left, all), counts: { resolved, handedOver, left } },
      'assistant.recontact': { value: divide(recontacted, resolved), counts: { recontacted, resolved } },
      'assistant.deflection.net': {
        value: divide(resolved - recontacted, all),
        counts: { resolved, recontacted, sessions: all },
      },
      'assistant.direct': { value: divide(direct, sessions.length), counts: { direct, sessions: sessions.length } },
      'assistant.leverage': {
        value: isSilent ? null : (solved * handlingS) / spanS,
        counts: { resolved: solved, sessions: sessions.length, handled, handlingSeconds: (talkMs + wrapMs) / 1000 },
      },
    };
  }

  #ofQuality(scope: Scope, span: Span): PlainReadings {
    const scores: { metric: string; score: number; share: number }[] = [];
    for (const revisions of this.#floor.responses.values()) {
      const givenAt = Math.min(...revisions.map(({ at }) => at));
      const { data } = standing(revisions);
      const contact = data.contact === undefined ? undefined : this.#floor.contacts.get(data.contact);
      const place = {
        queue: data.queue ?? '',
        site: data.site ?? contact?.site ?? '',
        team: data.agent === undefined ? '' : plain.teamOf(this.#floor, data.agent, givenAt),
        channel: contact?.channel ?? '',
      };
      if (givenAt < span.fromAt || givenAt >= span.toAt || !plain.isIn(place, scope)) continue;
      const [least, most] = data.metric === 'nps' ? [0, 10] : [1, 5];
      const [min, max] = [data.min ?? least, data.max ?? most];
      scores.push({ metric: data.metric, score: data.score, share: max > min ? (data.score - min) / (max - min) : 0 });
    }
    const nps = scores.filter(({ metric }) => metric === 'nps');
    const promoters = howMany(nps, ({ score }) => score >= 9);
    const detractors = howMany(nps, ({ score }) => score < 7);
    const csat = scores.filter(({ metric }) => metric === 'csat');
    const satisfied = howMany(csat, ({ share }) => share >= 0.75);
    return {
      nps: {
        value: divide(100 * (promoters - detractors), nps.length),
        counts: { n: nps.length, promoters, passives: nps.length - promoters - detractors, detractors },
      },
      csat: { value: divide(satisfied, csat.length), counts: { n: csat.length, satisfied } },
      ...this.#ofContacts(scope, span),
    };
  }

  #ofContacts(scope: Scope, span: Span): PlainReadings {
    const lastVisit = new Map<string, plain.EndedVisit>();
    for (const visit of this.#visits) {
      const known = lastVisit.get(visit.visit.contact);
      if (
        !known ||
        visit.enteredAt > known.enteredAt ||
        (visit.enteredAt === known.enteredAt && visit.visit.id > known.visit.id)
      )
        lastVisit.set(visit.visit.contact, visit);
    }
    const n = { resolved: 0, firstLine: 0, unresolved: 0 };
    const fcr = { contacts: 0, repeated: 0, unknown: 0 };
    const people = plain.peopleIn(this.#floor);
    for (const { id, ends, site, channel, customer, secondLine } of this.#floor.contacts.values()) {
      const end = plain.lastEnd(ends);
      if (!end || end.at < span.fromAt || end.at >= span.toAt) continue;
      const last = lastVisit.get(id);
      const agent = last?.visit.agent ?? '';
      const team = agent === '' ? '' : plain.teamOf(this.#floor, agent, end.at);
      if (!plain.isIn({ queue: last?.queue ?? '', site, team, channel }, scope)) continue;
      if (end.resolved === true) n.resolved++;
      if (end.resolved === true && !secondLine) n.firstLine++;
      if (end.resolved === false) n.unresolved++;
      const back = plain.returnOf(this.#floor, this.#starts, id, end.at);
      if (customer === null || !people.has(customer)) fcr.unknown++;
      else fcr.contacts++;
      if (back !== null && back <= end.at + 7 * 24 * HOUR_MS) fcr.repeated++;
    }
    return {
      'resolution.firstline': { value: divide(n.firstLine, n.resolved), counts: n },
      fcr: { value: divide(fcr.contacts - fcr.repeated, fcr.contacts), counts: fcr },
    };
  }

  #ofSales(scope: Scope, span: Span): PlainReadings {
    const sales: { outcome: string; amount: number | undefined; currency: string }[] = [];
    for (const revisions of this.#floor.sales.values()) {
      const { at, data } = standing(revisions);
      const contact = data.contact === undefined ? undefined : this.#floor.contacts.get(data.contact);
      const agent = data.agent === undefined ? undefined : this.#floor.agents.get(data.agent);
      const place = {
        queue: data.queue ?? '',
        site: contact?.site || (agent ? plain.attribute(agent.site, at) : ''),
        team: agent ? plain.attribute(agent.team, at) : '',
        channel: contact?.channel ?? '',
      };
      if (at >= span.fromAt && at < span.toAt && plain.isIn(place, scope))
        sales.push({ outcome: data.outcome, amount: data.amount, currency: data.currency ?? '' });
    }
    const of = (outcome: string) => howMany(sales, (sale) => sale.outcome === outcome);
    const won = of('won');
    const priced = sales.filter(({ outcome, amount }) => outcome === 'won' && amount !== undefined);
    const currencies = [...new Set(priced.map(({ currency }) => currency))];
    const isOne = currencies.length === 1 && /^[A-Z]{3}$/.test(currencies[0]);
    const minorUnits = sum(priced.map(({ amount = 0 }) => amount));
    const digits = isOne
      ? (new Intl.NumberFormat('en', { style: 'currency', currency: currencies[0] }).resolvedOptions()
          .maximumFractionDigits ?? 2)
      : 2;
    const talks = this.#talks(scope, span);
    const isMarked = this.#directory.queues.some(({ sells }) => sells);
    const sells = talks.filter(
      ({ queue }) => !isMarked || this.#directory.queues.find(({ id }) => id === queue)?.sells,
    );
    const sold = howMany(sells, ({ visit }) => this.#bought.has(visit.contact));
    return {
      'sales.count': { value: won, counts: { won, lost: of('lost'), open: of('open'), reversed: of('reversed') } },
      'sales.conversion': { value: divide(sold, sells.length), counts: { handled: sells.length, sold } },
      'sales.revenue': {
        value: isOne ? minorUnits / 10 ** digits : null,
        counts: { won, priced: priced.length, ...(isOne ? { minorUnits } : {}) },
      },
    };
  }

  #ofStreams(scope: Scope, { fromAt, toAt }: Span): PlainReadings {
    const hostIsIn = (agent: string | undefined, at: number) => {
      const host = this.#floor.agents.get(agent ?? '');
      const site = host ? plain.attribute(host.site, at) : '';
      const team = host ? plain.attribute(host.team, at) : '';
      return plain.isIn({ queue: '', site, team, channel: 'stream' }, scope);
    };
    const now = { viewers: 0, live: 0 };
    const window = { questions: 0, answered: 0, streams: 0 };
    const moments = new Set<number>();
    for (const samples of this.#floor.streams.values()) {
      const last = lastBefore(samples, toAt);
      const atStart = lastBefore(samples, fromAt);
      const tookPlace = atStart?.live === true || samples.some(({ at }) => at >= fromAt && at < toAt);
      if (last && tookPlace && hostIsIn(last.agent, toAt)) {
        if (last.live) now.live++;
        if (last.live) now.viewers += last.viewers;
        window.streams++;
        const rise = (name: 'questions' | 'answered') => {
          let [before, total] = [lastBefore(samples, fromAt)?.[name] ?? 0, 0];
          for (const { value } of samples.filter(({ at }) => at >= fromAt && at < toAt)) {
            total += (value[name] ?? 0) - (before <= (value[name] ?? 0) ? before : 0);
            before = value[name] ?? 0;
          }
          return total;
        };
        window.questions += rise('questions');
        window.answered += rise('answered');
      }
      if (atStart?.live && hostIsIn(atStart.agent, fromAt)) moments.add(fromAt);
      for (const { at, value } of samples)
        if (at >= fromAt && at < toAt && hostIsIn(value.agent, at + 1)) moments.add(at + 1);
    }
    const audience = [...moments].map((at) =>
      sum(
        [...this.#floor.streams.values()].map((samples) => {
          const value = lastBefore(samples, at);
          return value?.live && hostIsIn(value.agent, at) ? value.viewers : 0;
        }),
      ),
    );
    const minutes = (toAt - fromAt) / 60_000;
    const answered = divide(window.answered, window.questions);
    return {
      'stream.viewers': { value: now.live === 0 ? null : now.viewers, counts: now },
      'stream.peak': { value: audience.length === 0 ? null : Math.max(...audience), counts: { moments: moments.size } },
      'stream.questions': {
        value: window.streams === 0 ? null : divide(window.questions, minutes),
        counts: { questions: window.questions, streams: window.streams },
      },
      'stream.answered': {
        value: answered === null ? null : Math.min(1, answered),
        counts: { questions: window.questions, answered: window.answered },
      },
    };
  }

  #ofCallbacks(scope: Scope): PlainReadings {
    const counts = { due: 0, later: 0, late: 0 };
    for (const changes of this.#floor.callbacks.values()) {
      if (changes.some(({ value }) => value.state === 'done' || value.state === 'cancelled')) continue;
      const queue = changes.reduce(
        (most, { value }) => (value.queue !== undefined && value.queue > most ? value.queue : most),
        '',
      );
      if (!plain.isIn({ queue, site: '', team: '', channel: 'callback' }, scope)) continue;
      const promised = changes.findLast(({ value }) => value.due !== undefined)?.value.due;
      const toldDue = changes.find(({ value }) => value.state === 'due')?.at;
      const dueAt = promised === undefined ? toldDue : Date.parse(promised);
      if (dueAt === undefined || dueAt >= this.#at) counts.later++;
      else {
        counts.due++;
        if (this.#at - dueAt > plain.limitsOf(this.#directory, queue).thresholdMs) counts.late++;
      }
    }
    return {
      'callbacks.due': { value: counts.due, counts: { due: counts.due, later: counts.later } },
      'callbacks.late': { value: counts.late, counts: { late: counts.late, due: counts.due } },
    };
  }

  #staffing(scope: Scope): PlainReadings {
    const span = { fromAt: this.#at - 900_000, toAt: this.#at };
    const arrivals = howMany(
      this.#visits,
      (visit) =>
        visit.enteredAt >= span.fromAt && visit.enteredAt < span.toAt && plain.isIn({ ...visit, team: '' }, scope),
    );
    const { handled, talkMs, wrapMs } = this.#handling(scope, span);
    const ended = this.#ended(scope, span);
    const abandoned = howMany(ended, ({ outcome }) => outcome === 'abandoned');
    const waitMs = sum(ended.map(({ enteredAt, endedAt }) => Math.max(0, (endedAt ?? 0) - enteredAt)));
    const serving = this.#present(scope).filter(({ agent, state }) => {
      const servesNone = agent.members.some(({ at }) => at < this.#at) && plain.queuesOf(agent, this.#at).size === 0;
      return !servesNone && !['offline', 'break', 'unknown'].includes(state);
    });
    const servers = sum(serving.map(({ agent }) => Math.max(1, lastBefore(agent.slots, this.#at)?.total ?? 0)));
    const waiting = this.#waiting(scope).length;
    const counts = {
      arrivals,
      handled,
      handlingSeconds: (talkMs + wrapMs) / 1000,
      abandoned,
      waitSeconds: waitMs / 1000,
      present: serving.length,
      servers,
      waiting,
    };
    const nothing = { value: null, counts };
    if (arrivals === 0 || handled === 0)
      return { 'wait.expected': nothing, 'staff.required': nothing, 'staff.gap': nothing };
    const queue = this.#directory.queues.find(({ id }) => id === scope.queue);
    const load = {
      perSecond: arrivals / 900,
      handleS: (talkMs + wrapMs) / 1000 / handled,
      thresholdS: queue?.thresholdS ?? this.#directory.thresholdS,
    };
    const patienceS = abandoned === 0 || waitMs === 0 ? null : waitMs / 1000 / abandoned;
    const needed = requiredServers({ ...load, patienceS, target: 0.8 });
    const people = Math.ceil(needed / (serving.length === 0 ? 1 : servers / serving.length) - 1e-9);
    const waitS =
      patienceS === null ? ((waiting + 1) * load.handleS) / servers : erlangA({ ...load, patienceS, servers }).waitS;
    return {
      'wait.expected': servers === 0 ? nothing : { value: waitS, counts },
      'staff.required': { value: people, counts },
      'staff.gap': { value: people - serving.length, counts },
    };
  }
}
