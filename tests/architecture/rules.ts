// Who may import what, and what core may never touch, as rules over the text of one file. Which files there are is the
// test's.
import { posix } from 'node:path';
import ts from 'typescript';

type Ring = 'core' | 'lib' | 'routes' | 'server';

/** The project's own folders that each ring may import from. */
const RINGS: Record<Ring, readonly Ring[]> = {
  core: ['core'],
  lib: ['core', 'lib'],
  routes: ['core', 'lib', 'routes'],
  server: ['core', 'server'],
};
/** Packages that each ring may import; a trailing * stands for the rest of the name. */
const PURE = ['zod', 'temporal-polyfill'];
const BROWSER = [...PURE, 'svelte', 'svelte/*', '$app/*', 'd3-*', 'uplot', 'uplot/*', 'uqr', '@fontsource-variable/*'];
const PACKAGES: Record<Ring, readonly string[]> = {
  core: PURE,
  lib: BROWSER,
  routes: BROWSER,
  server: [
    ...[...PURE, 'node:*', 'csv-stringify/sync', 'jose', 'openid-client', 'pino', 'prom-client', 'sirv', 'ws', 'yaml'],
  ],
};
/** Packages that one file keeps to itself. */
const ONE_PLACE: Record<string, string> = {
  ws: 'server/gateway.ts',
  uplot: 'src/lib/charts/time-chart.ts',
  jose: 'server/access/logout-tokens.ts',
  'openid-client': 'server/access/provider.ts',
};
const PLUG_INS = ['src/core/metrics', 'server/sources', 'src/lib/widgets'];
/** The files that load a folder of plug-ins by paths they put together. */
const LOADERS = ['server/plug-ins.ts'];
const UNSTEADY: Record<string, readonly string[]> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin'],
  crypto: ['randomUUID', 'getRandomValues'],
  'Temporal.Now': ['*'],
};
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

/** @param path from the root of the project, with slashes @returns a sentence for each rule that a line breaks */
export function problemsOf(path: string, text: string): string[] {
  const ring = ringOf(path);
  if (!ring) return [`${path}: belongs to no ring; put it into src/core, src/lib, src/routes or server.`];
  const source = ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.ESNext, true);
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const said = [...importProblems(node, path, ring), ...(ring === 'core' ? unsteadyProblems(node) : [])];
    for (const sentence of said) problems.push(`${path}:${line + 1}: ${sentence}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

export function ringOf(path: string): Ring | undefined {
  if (path.startsWith('server/')) return 'server';
  return (['core', 'lib', 'routes'] as const).find((ring) => path.startsWith(`src/${ring}/`));
}

/** Of a component only its scripts, on the lines where they are. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  let script = '';
  let end = 0;
  for (const found of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) {
    const start = found.index + found[0].indexOf('>') + 1;
    script += blank(text.slice(end, start)) + found[1];
    end = start + found[1].length;
  }
  return script + blank(text.slice(end));
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

function* importProblems(node: ts.Node, path: string, ring: Ring): Generator<string> {
  const argument = importArgument(node);
  if (!argument) return;
  if (ts.isStringLiteralLike(argument)) yield* specifierProblems(argument.text, path, ring);
  else if (!LOADERS.includes(path))
    yield `imports a path put together at run time; only ${LOADERS.join(', ')} does (plug-ins).`;
}

/** What an import, a re-export, an import() or the type import('…') names. */
function importArgument(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  return undefined;
}

function* specifierProblems(specifier: string, path: string, ring: Ring): Generator<string> {
  const target = targetOf(specifier, path);
  if (target === undefined) {
    yield* packageProblems(specifier, path, ring);
    return;
  }
  const to = ringOf(target);
  if (!to || !RINGS[ring].includes(to))
    yield `${ring} imports ${target}; ${ring} may import only ${RINGS[ring].join(', ')}.`;
  const plugIn = PLUG_INS.find((folder) => target.startsWith(`${folder}/`));
  if (!plugIn) return;
  if (path.startsWith(`${plugIn}/`))
    yield `the plug-in imports the plug-in ${target}; plug-ins never import each other.`;
  else yield `names the plug-in ${target}; plug-ins are found by folder, so that adding one is one new file.`;
}

function* packageProblems(specifier: string, path: string, ring: Ring): Generator<string> {
  const known = PACKAGES[ring].some((name) =>
    name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name,
  );
  if (!known) yield `${ring} imports the package ${specifier}; it may import only ${PACKAGES[ring].join(', ')}.`;
  const place = Object.hasOwn(ONE_PLACE, specifier) ? ONE_PLACE[specifier] : undefined;
  if (place && place !== path) yield `imports ${specifier}; only ${place} does.`;
}

/** Path of an own file from the root, undefined for a package. */
function targetOf(specifier: string, path: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const alias = /^[#$](core|lib)\/(.+)$/.exec(specifier);
  return alias ? `src/${alias[1]}/${alias[2]}` : undefined;
}

/** Clocks, timers and chance: core gets them as arguments. */
function* unsteadyProblems(node: ts.Node): Generator<string> {
  if (ts.isPropertyAccessExpression(node)) {
    const names = UNSTEADY[node.expression.getText()];
    if (names?.includes('*') || names?.includes(node.name.text))
      yield `uses ${node.getText()}; in core, time and chance are arguments.`;
  } else if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
    yield 'uses new Date() without an instant; in core, time is an argument.';
  } else if (ts.isCallExpression(node)) {
    const name = node.expression.getText();
    if (TIMERS.includes(name) || name === 'Date') yield `calls ${name}; core has no clock and no timers.`;
  }
}
