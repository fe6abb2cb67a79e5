// Survey responses: counted when they were first given, with the score of their highest revision.
import type { EventData } from '../event.ts';
import type { Contacts } from './contacts.ts';
import type { Names } from './names.ts';
import { greater } from './sessions.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

export const SURVEY_METRICS = ['nps', 'csat', 'ces'] as const;

export class Surveys<Cell> {
  table = new Table({
    contact: 'u32',
    next: 'u32',
    metric: 'u8',
    rev: 'u32',
    revAt: 'f64',
    score: 'f64',
    site: 'u32',
    queue: 'u32',
    agent: 'u32',
    /** first given, in any revision */
    givenAt: 'f64',
  });
  ids = new Map<string, number>();
  names: (string | undefined)[] = [];
  given = new Timeline<Cell>();
  #contacts: Contacts;
  #dims: { queues: Names; sites: Names; agents: Names };

  constructor(contacts: Contacts, dims: { queues: Names; sites: Names; agents: Names }) {
    this.#contacts = contacts;
    this.#dims = dims;
  }

  answer(contact: number, eventAt: number, data: EventData<'survey.answered'>): void {
    const id = `${data.survey}\u0000${data.response}`;
    const known = this.ids.get(id);
    const row = known ?? this.#add(id);
    const col = this.table.col;
    const oldGiven = col.givenAt[row];
    if (known === undefined || this.#isNewer(row, eventAt, data)) {
      this.#link(row, contact);
      col.rev[row] = data.rev ?? 0;
      col.revAt[row] = eventAt;
      col.score[row] = data.score;
      col.metric[row] = SURVEY_METRICS.indexOf(data.metric);
      col.site[row] = this.#dims.sites.number(data.site);
      col.queue[row] = this.#dims.queues.number(data.queue);
      col.agent[row] = this.#dims.agents.number(data.agent);
    }
    col.givenAt[row] = oldGiven === 0 ? eventAt : Math.min(oldGiven, eventAt);
    this.given.move(row, oldGiven, col.givenAt[row]);
  }

  /** The highest revision stands, then the latest, then what is greater: never what came first. */
  #isNewer(row: number, eventAt: number, data: EventData<'survey.answered'>): boolean {
    const col = this.table.col;
    const { sites, queues, agents } = this.#dims;
    const metric = SURVEY_METRICS.indexOf(data.metric);
    const comes = [data.rev ?? 0, eventAt, data.score, metric];
    const stands = [col.rev[row], col.revAt[row], col.score[row], col.metric[row]];
    if (comes.some((value, i) => value !== stands[i])) return greater(comes, stands);
    const told = [sites.text(col.site[row]), queues.text(col.queue[row]), agents.text(col.agent[row])].join('\0');
    return [data.site ?? '', data.queue ?? '', data.agent ?? ''].join('\0') > told;
  }

  *of(contact: number): Generator<number> {
    for (let row = this.#contacts.table.col.firstSurvey[contact]; row !== 0; row = this.table.col.next[row]) yield row;
  }

  touch(row: number): void {
    const at = this.table.col.givenAt[row];
    this.given.move(row, at, at);
  }

  forget(row: number): void {
    this.ids.delete(this.names[row] ?? '');
    this.names[row] = undefined;
    this.given.move(row, this.table.col.givenAt[row], 0);
    this.table.free(row);
  }

  #add(id: string): number {
    const row = this.table.add();
    this.ids.set(id, row);
    this.names[row] = id;
    return row;
  }

  /** The response hangs on the contact that its standing revision names. */
  #link(row: number, contact: number): void {
    const { firstSurvey } = this.#contacts.table.col;
    const { contact: held, next } = this.table.col;
    if (held[row] === contact) return;
    if (held[row] !== 0) {
      if (firstSurvey[held[row]] === row) firstSurvey[held[row]] = next[row];
      else for (const other of this.of(held[row])) if (next[other] === row) next[other] = next[row];
    }
    held[row] = contact;
    next[row] = firstSurvey[contact];
    firstSurvey[contact] = row;
  }
}
