// What a widget says of itself, as data: the page reads it from the component, the server and the linter from the built
// widgets.json. Therefore nothing here is a function.
import type { OptionsOf, OptionSpecs } from './options.ts';

/** Names of colours in theme.css, without the dashes. */
export type Token = 'ink' | 'dim' | 'faint' | 'line' | 'ok' | 'look' | 'act' | 'data1' | 'data2' | 'data3';

/**
 * An item of a topic's show list: a metric over a window "asa@5m", a line "wait.p50@5m/30/3600" (step and span in
 * seconds), a part "queues". {name} stands for the value of an option. With `when` it is needed only while those
 * options have those values.
 */
export type Need =
  string | { readonly show: string; readonly when: Readonly<Record<string, string | number | boolean>> };

export interface Manifest<S extends OptionSpecs = OptionSpecs> {
  /** key of its name in the words of the screens */
  readonly title: string;
  readonly options: S;
  readonly needs: readonly Need[];
  /** cells of any grid below which its content has no room */
  readonly least: { readonly width: number; readonly height: number };
  /** size of the smallest text that must be read, in u (a 1080th of the screen's shorter side); no captions, no axes */
  readonly textU: number;
  /** size of the figure that is glanced at from afar, in u; absent: it has none */
  readonly figureU?: number;
  /** colours of the text that must be read */
  readonly inks: readonly Token[];
  /** what stays lit and unchanged for hours: the share of its box, 0–1, and the brightest colour of it */
  readonly still: { readonly share: number; readonly ink: Token };
  /** what else it tells the reader of the whole screen */
  readonly tells?: readonly ('age' | 'clock')[];
}

/** Infers the types of the options: the component's are OptionsOf<typeof manifest.options>. */
export function defineManifest<const S extends OptionSpecs>(manifest: Manifest<S>): Manifest<S> {
  return manifest;
}

/** What a widget with these options has to be shown, items of a show list. */
export function needsOf<S extends OptionSpecs>(manifest: Manifest<S>, options: OptionsOf<S>): string[] {
  const values = options as Readonly<Record<string, unknown>>;
  return manifest.needs.flatMap((need) => {
    if (typeof need === 'string') return [filled(need, values)];
    const isNeeded = Object.entries(need.when).every(([name, value]) => values[name] === value);
    return isNeeded ? [filled(need.show, values)] : [];
  });
}

function filled(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
