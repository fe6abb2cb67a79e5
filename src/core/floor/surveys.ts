// Survey responses: counted when they were first given, with what their highest revision says.
import type { EventData } from '../event.ts';
import { SCALES, SURVEY_METRICS } from '../vocabulary.ts';
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import { Ids } from './ids.ts';
import type { Names } from './names.ts';
import { Revisions } from './revisions.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

export class Surveys<Cell> {
  table = new Table({
    /** row of what this is a revision of */
    response: 'u32',
    contact: 'u32',
    /** next revision of the same response */
    next: 'u32',
    /** next response, or revision of one, of the same contact */
    sibling: 'u32',
    metric: 'u8',
    rev: 'u32',
    eventAt: 'f64',
    score: 'f64',
    /** ends of the scale */
    min: 'f64',
    max: 'f64',
    site: 'u32',
    queue: 'u32',
    agent: 'u32',
    /** when the response was first given, in any revision */
    givenAt: 'f64',
  });
  /** one row a response, named "survey NUL response" */
  responses = new Table({ newestRow: 'u32' });
  ids = new Ids();
  given = new Timeline<Cell>();
  #revisions = new Revisions(
    () => this.table.col,
    (a, b) => this.#compare(a, b),
  );
  #contacts: Contacts<Cell>;
  #dims: { queues: Names; sites: Names; agents: Names };

  constructor(contacts: Contacts<Cell>, dims: { queues: Names; sites: Names; agents: Names }) {
    this.#contacts = contacts;
    this.#dims = dims;
  }

  answer(contact: number, eventAt: number, data: EventData<'survey.answered'>): void {
    const id = responseId(data);
    const row = this.#fill(contact, eventAt, data);
    const thing = this.ids.find(id) || this.#add(id);
    const { head, useless } = this.#revisions.add(this.responses.col.newestRow[thing], row);
    if (useless === row) return this.table.free(row);
    this.responses.col.newestRow[thing] = head;
    this.table.col.response[row] = thing;
    this.#link(row, contact);
    if (useless !== 0) this.#drop(useless);
    this.#settle(head);
  }

  /** Where the score lies on its scale, 0–1. */
  share(row: number): number {
    const { score, min, max } = this.table.col;
    return max[row] > min[row] ? (score[row] - min[row]) / (max[row] - min[row]) : 0;
  }

  stands(row: number, asOf: number): boolean {
    return this.#revisions.standing(this.#head(row), asOf) === row;
  }

  settledAt(row: number): number {
    return this.#revisions.settledAt(this.#head(row));
  }

  *of(contact: number): Generator<number> {
    for (let row = this.#contacts.table.col.firstSurvey[contact]; row !== 0; row = this.table.col.sibling[row])
      yield row;
  }

  touch(row: number): void {
    const at = this.table.col.givenAt[row];
    this.given.move(row, at, at);
  }

  forget(row: number): void {
    const thing = this.table.col.response[row];
    const head = this.#revisions.remove(this.#head(row), row);
    this.responses.col.newestRow[thing] = head;
    if (head === 0) {
      this.ids.remove(thing);
      this.responses.free(thing);
    }
    this.given.move(row, this.table.col.givenAt[row], 0);
    this.table.free(row);
  }

  #fill(contact: number, eventAt: number, data: EventData<'survey.answered'>): number {
    const row = this.table.add();
    const { col } = this.table;
    const [least, most] = SCALES[data.metric];
    col.contact[row] = contact;
    col.rev[row] = data.rev ?? 0;
    col.eventAt[row] = eventAt;
    col.metric[row] = SURVEY_METRICS.indexOf(data.metric);
    col.score[row] = data.score;
    col.min[row] = data.min ?? least;
    col.max[row] = data.max ?? most;
    col.site[row] = this.#dims.sites.number(data.site);
    col.queue[row] = this.#dims.queues.number(data.queue);
    col.agent[row] = this.#dims.agents.number(data.agent);
    return row;
  }

  /** All revisions count at the instant of the first. */
  #settle(head: number): void {
    const { givenAt, eventAt } = this.table.col;
    let firstAt = Infinity;
    for (const row of this.#revisions.of(head)) firstAt = Math.min(firstAt, eventAt[row]);
    for (const row of this.#revisions.of(head)) {
      const old = givenAt[row];
      givenAt[row] = firstAt;
      this.given.move(row, old, firstAt);
    }
  }

  #link(row: number, contact: number): void {
    const { firstSurvey } = this.#contacts.table.col;
    this.table.col.sibling[row] = firstSurvey[contact];
    firstSurvey[contact] = row;
  }

  /** One revision too many: also off its contact. */
  #drop(row: number): void {
    const { contact, sibling } = this.table.col;
    const { firstSurvey } = this.#contacts.table.col;
    if (firstSurvey[contact[row]] === row) firstSurvey[contact[row]] = sibling[row];
    else for (const other of this.of(contact[row])) if (sibling[other] === row) sibling[other] = sibling[row];
    this.given.move(row, this.table.col.givenAt[row], 0);
    this.table.free(row);
  }

  /** The id of what this row is a revision of. */
  idOf(row: number): string {
    return this.ids.text(this.table.col.response[row]);
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.responses.dump(to.part('responses'));
    this.ids.dump(to.part('ids'));
    this.given.dump(to.part('given'));
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.responses.restore(from.part('responses'));
    this.ids.restore(from.part('ids'));
    this.given.restore(from.part('given'));
  }

  #add(id: string): number {
    const thing = this.responses.add();
    this.ids.put(id, thing);
    return thing;
  }

  #head(row: number): number {
    return this.responses.col.newestRow[this.table.col.response[row]];
  }

  #compare(a: number, b: number): number {
    const { score, metric, site, queue, agent } = this.table.col;
    const { sites, queues, agents } = this.#dims;
    const place = (row: number) => [sites.text(site[row]), queues.text(queue[row]), agents.text(agent[row])].join('\0');
    return (
      score[a] - score[b] ||
      this.share(a) - this.share(b) ||
      metric[a] - metric[b] ||
      Number(place(a) > place(b)) - Number(place(a) < place(b))
    );
  }
}

/** A response of nobody we know still hangs on a contact of its own, so that it is forgotten like all others. */
export function responseId({ survey, response }: { survey: string; response: string }): string {
  return `${survey}\0${response}`;
}
