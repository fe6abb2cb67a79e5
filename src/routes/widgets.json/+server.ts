// What the widgets say of themselves and the colours of a wall, as data: written by the build, for the server and the
// linter, which can't load components.
import type { Manifest } from '#core/board/manifest.ts';
import theme from '#lib/theme.css?raw';

export const prerender = true;

const manifests = import.meta.glob<Manifest>('../../lib/widgets/*.svelte', { eager: true, import: 'manifest' });

export function GET(): Response {
  const widgets = Object.entries(manifests).map(([path, manifest]): [string, Manifest] => [idOf(path), manifest]);
  return Response.json({ widgets: Object.fromEntries(widgets), theme: wallColours(theme) });
}

const idOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.svelte$/, '');

/** @returns by token, "#rrggbb" */
function wallColours(css: string): Record<string, string> {
  const [, block = ''] = /\[data-theme='dark'\]\s*\{([^}]*)\}/.exec(css) ?? [];
  const colours = [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)];
  return Object.fromEntries(colours.map(([, name, value]): [string, string] => [name, value]));
}
