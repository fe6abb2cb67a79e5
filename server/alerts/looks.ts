// What the rules look at: the places of a rule, and a sample of each as of an instant. Counts that several rules need are
// made once an instant.
import type { About } from '#core/alert/alert.ts';
import { SOURCE } from '#core/alert/alert.ts';
import type { Rule } from '#core/alert/rule.ts';
import { sampleOf, type Sample } from '#core/alert/verdict.ts';
import { zoneOf, type Names } from '#core/directory.ts';
import type { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import { placesOf } from '#core/places.ts';
import { isInstant, Readings } from '#core/readings.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { TalliesByQueue } from '#core/tallies-by-queue.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { WindowName } from '#core/window.ts';

/** Screens say after 15 s that they are old; by then somebody knows that nothing comes. */
const BLIND_MS = 30_000;
/** A source that told nothing for so long is none any more. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** One place, as a rule sees it. */
export interface Look {
  /** a scope as in the API, or source:ID */
  place: string;
  about(): About;
  sample: Sample;
  /** IANA name */
  zone: string;
}

export class Looks {
  readonly #engine: Engine;
  readonly #at: number;
  readonly #sources: readonly SourceView[];
  readonly #byQueue: TalliesByQueue;
  readonly #readings = new Map<string, Readings>();
  readonly #isMissed: (source: string) => boolean;
  /** when anything was heard last, epoch ms; null: never */
  readonly #heardAt: number | null;

  /** @param at epoch ms @param isMissed whether a source is silent for longer than it usually is */
  constructor(engine: Engine, sources: readonly SourceView[], at: number, isMissed: (source: string) => boolean) {
    this.#isMissed = isMissed;
    this.#engine = engine;
    this.#sources = sources;
    this.#at = at;
    this.#byQueue = new TalliesByQueue(engine);
    const heard = sources.flatMap(({ heardAt }) => (heardAt === null ? [] : [heardAt]));
    this.#heardAt = heard.length > 0 ? Math.max(...heard) : null;
  }

  /** Every place that a rule looks at. */
  of(rule: Rule): Look[] {
    // Before anything was ever heard there is nothing to miss.
    if (this.#heardAt === null) return [];
    if (rule.scope === 'each source') return this.#ofSources(rule);
    const metric = rule.metric === null ? undefined : this.#engine.metrics.get(rule.metric);
    if (!metric) return [this.#ofSilence(rule)];
    if (rule.scope === 'each queue') return this.#ofQueues(rule, rule.metric as string, metric);
    const scopes =
      rule.scope === 'each site' ? placesOf(this.#engine).sites.map(({ id }) => `site:${id}`) : [rule.scope];
    return scopes.flatMap((scope) => this.#ofScope(rule, rule.metric as string, metric, scope));
  }

  get #isBlind(): boolean {
    return this.#at - (this.#heardAt ?? this.#at) > BLIND_MS;
  }

  #ofSources(rule: Rule): Look[] {
    const watched = this.#sources.filter(
      ({ heardAt, lastEventAt, since }) =>
        this.#at - Math.max(heardAt ?? 0, lastEventAt ?? 0, since ?? 0) < FORGOTTEN_MS,
    );
    return watched.map(({ id, state }) => ({
      place: SOURCE + id,
      about: () => this.#about(rule, SOURCE + id, id, null),
      // While nobody at all is heard that is said once, of all.
      sample: silence(state === 'down' || state === 'gap' || (!this.#isBlind && this.#isMissed(id))),
      zone: this.#engine.directory.zone,
    }));
  }

  #ofSilence(rule: Rule): Look {
    return {
      place: 'all',
      about: () => this.#about(rule, 'all', null, null),
      sample: silence(this.#isBlind),
      zone: this.#engine.directory.zone,
    };
  }

  #ofScope(rule: Rule, key: string, metric: Metric, text: string): Look[] {
    const parsed = parseScope(text);
    if (!parsed.ok) return [];
    const engine = this.#engine;
    const scope = parsed.value;
    const readings = this.#readings.get(text) ?? new Readings(engine, scope);
    this.#readings.set(text, readings);
    const reading = readings.over(key, engine.span(windowOf(rule, metric), this.#at, scope));
    return [
      {
        place: text,
        about: () => this.#about(rule, text, nameOf(engine, scope), { id: key, unit: metric.unit }),
        sample: sampleOf(reading, engine.rules(scope).thresholdS, this.#isBlind),
        zone: zoneOf(engine.directory, scope),
      },
    ];
  }

  #ofQueues(rule: Rule, key: string, metric: Metric): Look[] {
    const engine = this.#engine;
    const looks: Look[] = [];
    for (const id of engine.floor.queues.all()) {
      const scope = { queue: id };
      const window = windowOf(rule, metric);
      const span = engine.span(isInstant(metric) && !metric.fixed ? 'now' : window, this.#at, scope);
      const reading = engine.read(key, this.#byQueue.of(metric, id, span), scope, span);
      looks.push({
        place: `queue:${id}`,
        about: () => this.#about(rule, `queue:${id}`, nameOf(engine, scope), { id: key, unit: metric.unit }),
        sample: sampleOf(reading, engine.rules(scope).thresholdS, this.#isBlind),
        zone: zoneOf(engine.directory, scope),
      });
    }
    return looks;
  }

  #about(
    { id, title, severity, window, notify }: Rule,
    place: string,
    name: Names | null,
    metric: About['metric'],
  ): About {
    const known = metric === null ? undefined : this.#engine.metrics.get(metric.id);
    return {
      rule: id,
      title,
      severity,
      notify: { desktop: notify.desktop, sound: notify.sound },
      place,
      name,
      within: place.startsWith('queue:') ? this.#within(place.slice('queue:'.length)) : {},
      metric,
      window: known ? (known.fixed ?? window ?? known.usual) : null,
    };
  }

  #within(queue: string): About['within'] {
    const site = this.#engine.queueEntries.get(queue)?.site;
    const channel = this.#engine.queueChannel(queue);
    return { ...(site === undefined ? {} : { site }), ...(channel === '' ? {} : { channel }) };
  }
}

function windowOf({ window }: Rule, { fixed, usual }: Metric): WindowName {
  return fixed ?? window ?? usual;
}

function silence(isBlind: boolean): Sample {
  return { value: isBlind ? null : 1, unit: 'count', level: 'none', counts: {}, thresholdS: 0, isBlind };
}

/** What the settings call it, else its ids; null: all. */
function nameOf({ directory }: Engine, { site, team, queue, channel }: Scope): Names | null {
  const named = (entries: readonly { id: string; name?: Names }[], id: string | undefined): Names[] =>
    id === undefined ? [] : [entries.find((entry) => entry.id === id)?.name ?? id];
  const names = [
    ...named(directory.sites, site),
    ...named(directory.teams, team),
    ...named(directory.queues, queue),
    ...(channel === undefined ? [] : [channel]),
  ];
  if (names.length === 0) return null;
  if (names.length === 1) return names[0];
  const languages = [
    ...new Set(['en', ...names.flatMap((name) => (typeof name === 'string' ? [] : Object.keys(name)))]),
  ];
  const inOne = (language: string) =>
    names.map((name) => (typeof name === 'string' ? name : (name[language] ?? name.en ?? Object.values(name)[0])));
  return Object.fromEntries(languages.map((language) => [language, inOne(language).join(' · ')]));
}
