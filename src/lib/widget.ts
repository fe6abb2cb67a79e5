// The widgets there are: one file in widgets/ is one widget, its id the file's name. Each exports its manifest and its
// examples beside the component, and all components are given the same things.
import type { Component } from 'svelte';
import type { Message } from '#core/message.ts';
import type { Board } from '#core/board/board.ts';
import type { Manifest } from '#core/board/manifest.ts';
import type { OptionsOf, OptionSpecs } from '#core/board/options.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import type { Box } from './board/screen-shape.ts';
import type { AskSeries } from './live/ask-series.ts';
import { reloadWhenServed } from './live/reloader.ts';
import type { StoryViews } from './stories/story-views.ts';

export interface WidgetProps<S extends OptionSpecs = OptionSpecs> {
  /** what the manifest needs is in it, once it has come */
  view: FloorView;
  /** epoch ms of the view; 0 before the first */
  asOf: number;
  /** epoch ms by the server's clock, twice a second; of the past: the moment; null while nobody knows */
  now: number | null;
  options: OptionsOf<S>;
  /** room, in u: sizes in the stylesheet are calc(N * var(--u)) */
  box: Box;
  /** what supervisors tell this screen, the most pressing first */
  messages: readonly Message[];
  /** series of the past */
  askSeries: AskSeries;
}

/** A widget as it stands in the stories: what is not said is a calm floor, with usual options. */
export interface Example {
  /** kebab-case: it is in the address of its story */
  name: string;
  /** made of those there are: `({ calm }) => ({ ...calm, streams: [] })` */
  view?: (views: StoryViews) => FloorView;
  options?: Readonly<Record<string, unknown>>;
  messages?: readonly Message[];
  box?: Box;
  /** the whole screen is hatched and colourless */
  isStale?: boolean;
}

export interface Widget {
  id: string;
  component: Component<WidgetProps>;
  manifest: Manifest;
  examples: readonly Example[];
}

interface WidgetModule {
  default: Component<WidgetProps>;
  manifest: Manifest;
  examples: readonly Example[];
}

const files = new Map(
  Object.entries(import.meta.glob<WidgetModule>('./widgets/*.svelte')).map(([path, load]) => [
    path.replace(/^.*\//, '').replace(/\.svelte$/, ''),
    load,
  ]),
);
const loaded = new Map<string, Widget>();

/** Those that were loaded. */
export const WIDGETS: ReadonlyMap<string, Widget> = loaded;

/** A screen loads the widgets of its board, not all there are. @param ids unknown ones are left out; default: all */
export async function loadWidgets(ids: Iterable<string> = files.keys()): Promise<void> {
  await Promise.all([...new Set(ids)].map(loadWidget));
}

async function loadWidget(id: string): Promise<void> {
  const load = files.get(id);
  if (!load || loaded.has(id)) return;
  const { default: component, manifest, examples } = await load();
  loaded.set(id, { id, component, manifest, examples });
}

/** The widgets of this board. A page that can't have one tries again as a new page: browsers remember the failure. */
export function loadWidgetsOf({ widgets }: Board): Promise<void> {
  return loadWidgets(widgets.map(({ widget }) => widget)).catch(() => {
    void reloadWhenServed();
    return new Promise(() => {});
  });
}
