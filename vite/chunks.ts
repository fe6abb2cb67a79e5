// Which scripts travel together: what walls and the desk both load, what only walls and kiosks do beside it, and what
// several widgets share, apart from what the desk has a use for later ("pictures"). Left alone the build makes a file of each set of pages that share
// something: fifty small ones for one wall, which compress badly.
import { globSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const paths = (...files: string[]): string[] => files.map((file) => join(ROOT, 'src', file));
const WALLS = paths('routes/wall/[board]/+page.svelte', 'routes/kiosk/[id]/+page.svelte');
const DESK = paths('routes/desk/+page.svelte');
const LAYOUT = paths('routes/+layout.svelte', 'routes/+layout.ts');
const WIDGETS = paths(...globSync('lib/widgets/*.svelte', { cwd: join(ROOT, 'src') }));
/** What fewer widgets share is loaded with them alone. */
const SHARED = 3;

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null;
}

/** @returns names the chunk of a module; null: the build's own choice */
export function chunkNames(): (id: string, graph: Graph) => string | null {
  let names: ReadonlyMap<string, string> | undefined;
  return (id, graph) => (names ??= namesIn(graph)).get(id) ?? null;
}

function namesIn(graph: Graph): Map<string, string> {
  const [walls, desk] = [reached(graph, WALLS), reached(graph, DESK)];
  const everOnDesk = reached(graph, DESK, true);
  const names = new Map<string, string>();
  const shares = new Map<string, number>();
  for (const widget of WIDGETS) for (const id of reached(graph, [widget])) shares.set(id, (shares.get(id) ?? 0) + 1);
  for (const [id, n] of shares)
    if (n >= SHARED && !desk.has(id)) names.set(id, everOnDesk.has(id) ? 'pictures' : 'widgets');
  for (const id of walls) names.set(id, desk.has(id) ? 'page' : 'wall');
  for (const id of reached(graph, LAYOUT)) names.set(id, 'page');
  return names;
}

/** These and all that they import before they run. @param ever also what they import while they run */
function reached(graph: Graph, roots: readonly string[], ever = false): Set<string> {
  const found = new Set<string>();
  const left = [...roots];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const module = graph.getModuleInfo(id);
    left.push(...(module?.importedIds ?? []), ...((ever && module?.dynamicallyImportedIds) || []));
  }
  return found;
}
