// Builders of views of the past. One that was last asked about a moment near by has most points of the charts made: it is
// taken for whoever asks next, so that screens that look at much the same time cost little more than one.
import type { Engine } from '#core/engine.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import type { FloorTopic } from '../topics.ts';

type Shown = Omit<FloorTopic, 'moment'>;

interface Kept {
  engine: Engine;
  /** what is shown, whatever the moment */
  key: string;
  builder: FloorViewBuilder;
  /** the moment that it was asked about last, epoch ms */
  at: number;
}

const NEAR_MS = 10 * 60_000;
const MOST_KEPT = 32;
/** A day's engine is large: no more of them are held on to. */
const MOST_ENGINES = 2;

export class ViewBuilders {
  /** the one asked last at the end */
  #kept: Kept[] = [];

  near(engine: Engine, { scopeText, scope, show, language }: Shown, at: number): FloorViewBuilder {
    const items = [...show.parts, ...show.readings.map(({ key }) => key), ...show.lines.map(({ key }) => key)];
    const key = JSON.stringify([scopeText, language, show.queuesWindow, ...items]);
    const made = () => new FloorViewBuilder(engine, scopeText, scope, { show, language, seriesEveryMs: 0 });
    const taken = this.#nearest(engine, key, at) ?? { engine, key, builder: made(), at };
    taken.at = at;
    this.#kept = [...this.#kept.filter((one) => one !== taken), taken].slice(-MOST_KEPT);
    const engines = [...new Set(this.#kept.map((one) => one.engine).reverse())].slice(0, MOST_ENGINES);
    this.#kept = this.#kept.filter((one) => engines.includes(one.engine));
    return taken.builder;
  }

  #nearest(engine: Engine, key: string, at: number): Kept | undefined {
    const away = (one: Kept): number => Math.abs(one.at - at);
    const near = this.#kept.filter((one) => one.engine === engine && one.key === key && away(one) <= NEAR_MS);
    return near.sort((a, b) => away(a) - away(b)).at(0);
  }
}
