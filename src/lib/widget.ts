// The widgets there are: one file in widgets/ is one widget, its id the file's name. All are given the same things.
import type { Component } from 'svelte';
import type { FloorView } from '#core/view/floor-view.ts';

export type Widget = Component<{ view: FloorView; asOf: number }>;

const found = import.meta.glob<Widget>('./widgets/*.svelte', { eager: true, import: 'default' });
const widgets = new Map(Object.entries(found).map(([path, widget]) => [idOf(path), widget]));

function idOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.svelte$/, '');
}

export function widgetNamed(id: string): Widget {
  const widget = widgets.get(id);
  if (!widget) throw new Error(`There is no widget "${id}"; there are ${[...widgets.keys()].join(', ')}.`);
  return widget;
}
