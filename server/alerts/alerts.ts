// The alerts of this server: looks at every rule's places once a second, keeps what is open and what was, and lets people
// acknowledge and put off. What is open lies in the log's memory, what has ended in a table of its own: both survive a
// crash and are in every backup.
import {
  byUrgency,
  type Alert,
  type AlertsView,
  type EndedAlert,
  type OpenAlert,
  type OpenState,
} from '#core/alert/alert.ts';
import { isQuietAt } from '#core/alert/quiet.ts';
import type { Rule } from '#core/alert/rule.ts';
import { verdictOn } from '#core/alert/verdict.ts';
import {
  acknowledge,
  beginning,
  ended,
  isIdle,
  snooze,
  step,
  wake,
  type Stepped,
  type Watched,
} from '#core/alert/watch.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { reworded } from '#core/alert/reworded.ts';
import type { EventLog } from '../log/event-log.ts';
import { every, type Timers } from '../timers.ts';
import type { Look } from './looks.ts';

/** Under this name the log keeps what is open. */
export const ALERTS = 'tablo/alerts';
const LOOK_MS = 1000;
/** How long something is wrong is written down so often; what begins and ends at once. */
const WRITE_MS = 10_000;
const RECENT_MS = 4 * 3_600_000;
const MOST_RECENT = 50;

export interface Told {
  what: 'fired' | 'acknowledged' | 'ended';
  alert: Alert | EndedAlert;
  rule: Rule | undefined;
  /** epoch ms */
  at: number;
}

export interface KeptAlerts {
  /** by rule and place: those of which something is known */
  watched: Record<string, Watched>;
  /** by rule: the last time at which it took samples, in its steps */
  taken: Record<string, number>;
  /** what the webhooks have not told yet */
  outbox: unknown;
}

export interface AlertsOptions {
  log: Pick<EventLog, 'recall' | 'keepAlerts' | 'endedAlerts' | 'rewordAlerts'>;
  rules(): readonly Rule[];
  /** @param at epoch ms @returns the places of a rule */
  looks(at: number): (rule: Rule) => Look[];
  now(): number;
  newId(): string;
  /** who tells others; what it has not told yet is kept with the alerts */
  webhooks: { tell(told: Told): void; outbox(): unknown; restore(outbox: unknown): void };
  onChanged(): void;
  onError(error: unknown): void;
}

interface Entry {
  watched: Watched;
  isQuiet: boolean;
}

export class Alerts {
  readonly #options: AlertsOptions;
  /** by rule and place; what is idle is left out */
  readonly #entries = new Map<string, Entry>();
  readonly #taken: Map<string, number>;
  #recent: EndedAlert[] = [];
  /** that are not on disk yet */
  #unwritten: EndedAlert[] = [];
  #writing: Promise<unknown> = Promise.resolve();
  #isChanged = false;
  #writtenAt = -Infinity;
  #stop = (): void => {};

  constructor(options: AlertsOptions) {
    this.#options = options;
    const { log, now, webhooks } = options;
    const kept = log.recall(ALERTS) as KeptAlerts | null;
    for (const [key, watched] of Object.entries(kept?.watched ?? {}))
      this.#entries.set(key, { watched, isQuiet: false });
    this.#taken = new Map(Object.entries(kept?.taken ?? {}));
    webhooks.restore(kept?.outbox ?? null);
    this.#recent = log.endedAlerts(now() - RECENT_MS, Infinity, MOST_RECENT);
  }

  /** From now on it looks by itself. */
  start(timers: Timers): void {
    this.#stop = every(timers, LOOK_MS, () => this.look());
  }

  /** Resolves when what is known is on disk. */
  async stop(): Promise<void> {
    this.#stop();
    await this.#write().catch(this.#options.onError);
  }

  /** Everything once: rules whose time has come take a sample of each of their places. */
  look(): void {
    const { rules, looks, now, onChanged, onError } = this.#options;
    const at = now();
    try {
      const all = rules();
      const of = looks(at);
      for (const rule of all) {
        if (this.#isDue(rule, at)) this.#sample(rule, of(rule), at);
        else this.#wake(rule, at);
      }
      this.#endGone(all, at);
      this.#recent = this.#recent.filter(({ endedAt }) => endedAt > at - RECENT_MS);
    } catch (error) {
      onError(error);
    }
    const isOld = this.#entries.size > 0 && Math.abs(at - this.#writtenAt) >= WRITE_MS;
    if (this.#isChanged || isOld) this.#write().catch(onError);
    if (this.#isChanged) onChanged();
    this.#isChanged = false;
  }

  /** The webhooks have told something, or have it still to tell. */
  touched(): void {
    this.#write().catch(this.#options.onError);
  }

  view(at: number): AlertsView {
    return { open: this.open(at), ended: this.#recent };
  }

  /** The most urgent first. @param at epoch ms */
  open(at: number): OpenAlert[] {
    const open = [...this.#entries.values()].flatMap(({ watched, isQuiet }): OpenAlert[] =>
      watched.alert ? [{ ...watched.alert, state: stateOf(watched), isQuiet }] : [],
    );
    return open.sort(byUrgency(at));
  }

  /** Those that were open within [from, to) and are over, the latest first. */
  history(fromAt: number, toAt: number, most: number): EndedAlert[] {
    const written = new Set(this.#unwritten.map(({ id }) => id));
    const fresh = this.#unwritten.filter(({ endedAt, startedAt }) => endedAt >= fromAt && startedAt < toAt).reverse();
    const kept = this.#options.log.endedAlerts(fromAt, toAt, most).filter(({ id }) => !written.has(id));
    return [...fresh, ...kept].slice(0, most);
  }

  /** On disk when it resolves. @throws LogFailure */
  async acknowledge(id: string, by: string, note: string): Promise<Result<OpenAlert>> {
    const at = this.#options.now();
    const changed = await this.#change(id, (alert) => acknowledge(alert, at, by, note));
    if (changed.ok) this.#tell('acknowledged', changed.value, at);
    return changed;
  }

  /** On disk when it resolves. @param minutes 0: no longer @throws LogFailure */
  async snooze(id: string, minutes: number): Promise<Result<OpenAlert>> {
    const until = this.#options.now() + minutes * 60_000;
    return this.#change(id, (alert) => snooze(alert, minutes === 0 ? null : until));
  }

  /** Tells what was noted of any in other words: on disk when it resolves. @throws LogFailure */
  async reword(reword: (text: string) => string): Promise<void> {
    const inWords = <A extends Alert>(alert: A): A => reworded(alert, reword);
    for (const { watched } of this.#entries.values()) if (watched.alert) watched.alert = inWords(watched.alert);
    [this.#recent, this.#unwritten] = [this.#recent.map(inWords), this.#unwritten.map(inWords)];
    await this.#write().then(() => this.#options.log.rewordAlerts(inWords));
  }

  async #change(id: string, to: (alert: Alert) => Alert): Promise<Result<OpenAlert>> {
    const found = this.#find(id);
    if (!found) return fail('unknown_alert', `There is no open alert "${id}"; it may be over.`);
    const [key, entry, before] = found;
    const alert = to(before);
    this.#entries.set(key, { ...entry, watched: { ...entry.watched, alert } });
    try {
      await this.#write();
    } catch (cause) {
      // What is not on disk did not happen. It may have moved meanwhile.
      const now = this.#find(id);
      const { acknowledged, snoozedUntil, notifiedAt } = before;
      if (now) {
        const undone = { ...now[2], acknowledged, snoozedUntil, notifiedAt };
        this.#entries.set(now[0], { ...now[1], watched: { ...now[1].watched, alert: undone } });
      }
      throw cause;
    }
    this.#options.onChanged();
    return ok({ ...alert, state: stateOf(entry.watched), isQuiet: entry.isQuiet });
  }

  #find(id: string): [string, Entry, Alert] | undefined {
    for (const [key, entry] of this.#entries)
      if (entry.watched.alert?.id === id) return [key, entry, entry.watched.alert];
    return undefined;
  }

  #isDue({ id, everyS }: Rule, at: number): boolean {
    const slot = Math.floor(at / (everyS * 1000));
    if (this.#taken.get(id) === slot) return false;
    this.#taken.set(id, slot);
    return true;
  }

  #sample(rule: Rule, looks: readonly Look[], at: number): void {
    const seen = new Set<string>();
    for (const look of looks) {
      const key = keyOf(rule.id, look.place);
      seen.add(key);
      const known = this.#entries.get(key);
      // Most places of most rules: nothing is wrong, and nothing was.
      if (!known && verdictOn(rule, look.sample) !== 'wrong') continue;
      const isQuiet = isQuietAt(rule.quiet, at, look.zone);
      const before = known?.watched ?? beginning(at);
      const looking = { about: look.about, isQuiet, newId: this.#options.newId };
      this.#take(key, rule, before, step(rule, before, look.sample, at, looking), isQuiet, at);
    }
    for (const [key, { watched }] of this.#entries)
      if (ruleOf(key) === rule.id && !seen.has(key)) this.#end(key, watched, at);
  }

  /** Between two samples: what was put off may be due. */
  #wake(rule: Rule, at: number): void {
    for (const [key, { watched, isQuiet }] of this.#entries)
      if (ruleOf(key) === rule.id && watched.alert)
        this.#take(key, rule, watched, wake(watched, at, isQuiet), isQuiet, at);
  }

  #take(key: string, rule: Rule, before: Watched, { watched, notify, ended }: Stepped, isQuiet: boolean, at: number) {
    if (isIdle(watched) && !watched.alert) this.#entries.delete(key);
    else this.#entries.set(key, { watched, isQuiet });
    if (before.phase !== watched.phase || before.unknownSince !== watched.unknownSince || notify)
      this.#isChanged = true;
    if (notify) this.#options.webhooks.tell({ what: 'fired', alert: notify, rule, at });
    if (ended) this.#over(ended, rule, at);
  }

  /** Of rules that are gone, or ask for another number now. */
  #endGone(rules: readonly Rule[], at: number): void {
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    for (const [key, { watched }] of this.#entries) {
      const rule = byId.get(ruleOf(key));
      const isOther = watched.alert !== null && (watched.alert.metric?.id ?? null) !== (rule?.metric ?? null);
      if (!rule || isOther) this.#end(key, watched, at);
    }
    for (const id of this.#taken.keys()) if (!byId.has(id)) this.#taken.delete(id);
  }

  #end(key: string, { alert }: Watched, at: number): void {
    this.#entries.delete(key);
    this.#isChanged = true;
    if (alert) this.#over(ended(alert, at, 'gone'), undefined, at);
  }

  #over(alert: EndedAlert, rule: Rule | undefined, at: number): void {
    this.#isChanged = true;
    this.#unwritten.push(alert);
    this.#recent = [alert, ...this.#recent].slice(0, MOST_RECENT);
    // Who was told that it began is told that it is over.
    if (alert.notifiedAt !== null) this.#options.webhooks.tell({ what: 'ended', alert, rule, at });
  }

  #tell(what: Told['what'], alert: Alert, at: number): void {
    const rule = this.#options.rules().find(({ id }) => id === alert.rule);
    this.#options.webhooks.tell({ what, alert, rule, at });
  }

  /** One after the other, each with all that is known when its turn comes. */
  #write(): Promise<void> {
    const turn = this.#writing.then(async () => {
      const { log, now, webhooks } = this.#options;
      const over = [...this.#unwritten];
      const watched = Object.fromEntries([...this.#entries].map(([key, entry]) => [key, entry.watched]));
      const kept: KeptAlerts = { watched, taken: Object.fromEntries(this.#taken), outbox: webhooks.outbox() };
      this.#writtenAt = now();
      await log.keepAlerts(ALERTS, kept, over);
      this.#unwritten = this.#unwritten.filter((one) => !over.includes(one));
    });
    this.#writing = turn.catch(() => {});
    return turn;
  }
}

/** No id of a rule has a blank. */
const keyOf = (rule: string, place: string): string => `${rule} ${place}`;
const ruleOf = (key: string): string => key.slice(0, key.indexOf(' '));

function stateOf({ phase, unknownSince }: Watched): OpenState {
  if (unknownSince !== null) return 'unknown';
  return phase === 'clearing' ? 'clearing' : 'firing';
}
