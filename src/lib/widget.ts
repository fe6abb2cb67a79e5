// The widgets there are: one file in widgets/ is one widget, its id the file's name. Each exports its manifest and its
// examples beside the component, and all components are given the same things.
import type { Component } from 'svelte';
import type { Message } from '#core/message.ts';
import type { Manifest } from '#core/board/manifest.ts';
import type { OptionsOf, OptionSpecs } from '#core/board/options.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import type { Box } from './board/screen-shape.ts';
import type { AskSeries } from './live/ask-series.ts';
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

const found = import.meta.glob<WidgetModule>('./widgets/*.svelte', { eager: true });

export const WIDGETS: ReadonlyMap<string, Widget> = new Map(
  Object.entries(found).map(([path, { default: component, manifest, examples }]) => {
    const id = path.replace(/^.*\//, '').replace(/\.svelte$/, '');
    return [id, { id, component, manifest, examples }];
  }),
);
