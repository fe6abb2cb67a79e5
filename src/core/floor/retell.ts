// What a floor knows of a contact or a promised call, told again as facts: folding is idempotent and asks for no order,
// so another floor that hears them knows the same, whatever it knew before.
import type { EventData, EventType, KnownFact } from '../event.ts';
import { CHANNELS, LEAVE_REASONS, SALE_OUTCOMES, SESSION_OUTCOMES, SURVEY_METRICS } from '../vocabulary.ts';
import type { Floor } from './floor.ts';
import { OUTCOMES } from './outcome.ts';

type Tell = <T extends EventType>(type: T, eventAt: number, data: EventData<T>, source?: string) => KnownFact;

/** @param isSimulated nothing real was said of it */
const teller =
  (seenAt: number, isSimulated: boolean): Tell =>
  (type, eventAt, data, source = '') =>
    ({ id: '', source, type, eventAt, seenAt, sequence: '', simulated: isSimulated, data }) as unknown as KnownFact;

/** Everything that hangs on a contact. */
export function* retellContact(floor: Floor<unknown>, row: number): Generator<KnownFact> {
  const { seenAt, simulated } = floor.contacts.table.col;
  const tell = teller(seenAt[row], simulated[row] === 1);
  yield* retellStart(floor, row);
  yield* ends(floor, row, tell);
  for (const visit of floor.visits.of(row)) yield* visitOf(floor, row, visit, tell);
  const contact = floor.contacts.ids.text(row);
  for (const wrap of floor.wraps.of(row)) {
    const { agent, eventAt } = floor.wraps.table.col;
    yield tell('contact.wrapped', eventAt[wrap], { contact, agent: floor.agentNames.text(agent[wrap]) });
  }
  yield* sessionsOf(floor, row, tell);
  yield* responsesOf(floor, row, tell);
  yield* salesOf(floor, row, tell);
}

/** Only that it began, and for whom. */
export function* retellStart(floor: Floor<unknown>, row: number): Generator<KnownFact> {
  const { startedAt, outbound, channel, site, seenAt, simulated } = floor.contacts.table.col;
  if (startedAt[row] === 0) return;
  const { customers } = floor.contacts;
  // Who is no person for us is nobody elsewhere, where fewer contacts are known of them.
  const customer = customers.isKnown(row) ? customers.nameOf(row) : undefined;
  yield teller(seenAt[row], simulated[row] === 1)('contact.started', startedAt[row], {
    contact: floor.contacts.ids.text(row),
    channel: CHANNELS[channel[row] - 1],
    direction: outbound[row] === 1 ? 'out' : 'in',
    handler: 'human',
    ...named('site', floor.sites.text(site[row])),
    ...named('customer', customer ?? ''),
  });
}

function* ends({ contacts, agentNames }: Floor<unknown>, row: number, tell: Tell): Generator<KnownFact> {
  const contact = contacts.ids.text(row);
  const line = contacts.table.col.secondLine[row] === 1 ? { line: 2 as const } : {};
  for (const { eventAt, resolved } of contacts.ends(row))
    yield tell('contact.ended', eventAt, {
      contact,
      by: 'system',
      ...line,
      ...(resolved !== undefined && { resolved }),
    });
  const { agent, eventAt, isOver } = contacts.partings.table.col;
  for (const parting of contacts.partings.of(row))
    if (isOver[parting] === 0) {
      const who = named('agent', agentNames.text(agent[parting]));
      yield tell('contact.ended', eventAt[parting], { contact, by: 'transfer', ...who });
    }
}

function* visitOf(floor: Floor<unknown>, row: number, visit: number, tell: Tell): Generator<KnownFact> {
  const { visits, queues, sites, agentNames, sourceNames } = floor;
  const { queue, site, channel, agent, source, queuedAt, listedAt, answeredAt, leftAt, reason } = visits.table.col;
  const { talkToldAt, outcome, endedAt } = visits.table.col;
  const ids = { contact: floor.contacts.ids.text(row), visit: visits.ids.text(visit) };
  const from = sourceNames.text(source[visit]);
  const where = { ...ids, queue: queues.text(queue[visit]) };
  if (queuedAt[visit] !== 0) {
    const told = channel[visit] === 0 ? {} : { channel: CHANNELS[channel[visit] - 1] };
    const data = { ...where, ...told, ...named('site', sites.text(site[visit])) };
    yield tell('contact.queued', queuedAt[visit], data, from);
  }
  if (listedAt[visit] !== 0) {
    const asof = new Date(listedAt[visit]).toISOString();
    yield tell(
      'snapshot',
      listedAt[visit],
      { scope: 'all', asof, complete: false, waiting: [where], agents: [] },
      from,
    );
  }
  if (answeredAt[visit] !== 0)
    yield tell('contact.answered', answeredAt[visit], { ...ids, ...named('agent', agentNames.text(agent[visit])) });
  if (leftAt[visit] !== 0)
    yield tell('contact.left', leftAt[visit], { ...ids, reason: LEAVE_REASONS[reason[visit] - 1] });
  // A snapshot missed it: that is told here, since no other floor gets the snapshots.
  else if (OUTCOMES[outcome[visit]] === 'unknown')
    yield tell('contact.left', endedAt[visit], { ...ids, reason: 'unknown' });
  if (talkToldAt[visit] !== 0) yield tell('contact.ended', talkToldAt[visit], { ...ids, by: 'transfer' });
}

function* sessionsOf(floor: Floor<unknown>, row: number, tell: Tell): Generator<KnownFact> {
  const { rev, eventAt, outcome, direct, intent } = floor.sessions.table.col;
  for (const session of floor.sessions.of(row))
    yield tell('assistant.ended', eventAt[session], {
      contact: floor.contacts.ids.text(row),
      outcome: SESSION_OUTCOMES[outcome[session]],
      direct_request: direct[session] === 1,
      rev: rev[session],
      ...named('intent', floor.sessions.intents.text(intent[session])),
    });
}

function* responsesOf(floor: Floor<unknown>, row: number, tell: Tell): Generator<KnownFact> {
  const { surveys } = floor;
  const { metric, rev, eventAt, score, min, max } = surveys.table.col;
  for (const one of surveys.of(row)) {
    const [survey, response] = surveys.idOf(one).split('\0');
    const scale = { score: score[one], min: min[one], max: max[one] };
    const whose = { survey, response, rev: rev[one], metric: SURVEY_METRICS[metric[one]], ...scale };
    yield tell('survey.answered', eventAt[one], { ...whose, ...placeOf(floor, row, one, surveys.table.col) });
  }
}

function* salesOf(floor: Floor<unknown>, row: number, tell: Tell): Generator<KnownFact> {
  const { sales } = floor;
  const { rev, eventAt, outcome, amount, priced, currency } = sales.table.col;
  for (const one of sales.of(row))
    yield tell('sale.recorded', eventAt[one], {
      sale: sales.idOf(one),
      rev: rev[one],
      outcome: SALE_OUTCOMES[outcome[one]],
      ...(priced[one] === 1 ? { amount: amount[one] } : {}),
      ...named('currency', sales.currencies.text(currency[one])),
      ...placeOf(floor, row, one, sales.table.col),
    });
}

/** A response or a sale to nobody hangs on a contact that is named by it, and is told without one. */
function placeOf(
  { contacts, queues, agentNames, sites }: Floor<unknown>,
  row: number,
  one: number,
  col: { queue: Uint32Array; agent: Uint32Array; site?: Uint32Array },
): { contact?: string; queue?: string; agent?: string; site?: string } {
  const contact = contacts.ids.text(row);
  return {
    ...named('contact', contact.includes('\0') ? '' : contact),
    ...named('queue', queues.text(col.queue[one])),
    ...named('agent', agentNames.text(col.agent[one])),
    ...named('site', col.site ? sites.text(col.site[one]) : ''),
  };
}

/** A promised call. */
export function* retellCallback({ callbacks, queues }: Floor<unknown>, row: number): Generator<KnownFact> {
  const { queue, askedAt, dueToldAt, closedAt, seenAt, simulated } = callbacks.table.col;
  const tell = teller(seenAt[row], simulated[row] === 1);
  const ids = { callback: callbacks.ids.text(row), ...named('queue', queues.text(queue[row])) };
  yield tell('callback.changed', askedAt[row], { ...ids, state: 'asked' });
  for (const { at, value } of callbacks.promises(row))
    yield tell('callback.changed', at, { ...ids, state: 'asked', due: new Date(value).toISOString() });
  if (dueToldAt[row] !== 0) yield tell('callback.changed', dueToldAt[row], { ...ids, state: 'due' });
  if (closedAt[row] !== 0) yield tell('callback.changed', closedAt[row], { ...ids, state: 'done' });
}

function named<N extends string>(name: N, text: string): Partial<Record<N, string>> {
  return text === '' ? {} : ({ [name]: text } as Record<N, string>);
}
