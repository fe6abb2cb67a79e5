// The three rings, kept: reads every import of every file. The rules themselves are beside this file, in rules.ts.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './rules.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['{src,server}/**/*.ts', 'src/**/*.svelte'], { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);

describe('the project', () => {
  it('has files in every ring', () => {
    for (const folder of ['src/core/', 'src/lib/', 'src/routes/', 'server/'])
      expect(files.filter((file) => file.startsWith(folder)).length, folder).toBeGreaterThan(1);
  });

  it('breaks no rule of who may import what', () => {
    const problems = files
      .filter((file) => !/^src\/[^/]+$/.test(file))
      .flatMap((file) => problemsOf(file, readFileSync(join(root, file), 'utf8')));
    expect(problems).toEqual([]);
  });
});

describe('the rules bite', () => {
  const cases: [rule: string, path: string, text: string, sentence: string][] = [
    [
      'core imports core only',
      'src/core/made-up.ts',
      `import { x } from '#lib/fit.ts';`,
      'src/core/made-up.ts:1: core imports src/lib/fit.ts; core may import only core.',
    ],
    [
      'core imports no packages but pure ones',
      'src/core/made-up.ts',
      `// a comment\nimport { z } from 'zod';\nimport { join } from 'node:path';`,
      'src/core/made-up.ts:3: core imports the package node:path; it may import only zod, temporal-polyfill.',
    ],
    [
      'lib does not reach the server',
      'src/lib/made-up.ts',
      `export { hub } from '../../server/hub.ts';`,
      'src/lib/made-up.ts:1: lib imports server/hub.ts; lib may import only core, lib.',
    ],
    [
      'lib does not import routes, in a component either',
      'src/lib/made-up.svelte',
      `<p>import x from './y'</p>\n<script lang="ts">\n  import Page from '../routes/+page.svelte';\n</script>`,
      'src/lib/made-up.svelte:3: lib imports src/routes/+page.svelte; lib may import only core, lib.',
    ],
    [
      'routes do not reach the server, by a type import either',
      'src/routes/made-up.ts',
      `let x: import('../../server/app.ts').App;`,
      'src/routes/made-up.ts:1: routes imports server/app.ts; routes may import only core, lib, routes.',
    ],
    [
      'the server does not reach lib',
      'server/made-up.ts',
      `import type { Age } from '#lib/live/freshness.ts';`,
      'server/made-up.ts:1: server imports src/lib/live/freshness.ts; server may import only core, server.',
    ],
    [
      'browser packages stay out of the server',
      'server/made-up.ts',
      `import { tick } from 'svelte';`,
      'server/made-up.ts:1: server imports the package svelte; it may import only zod, temporal-polyfill, node:*, csv-stringify/sync, jose, openid-client, pino, prom-client, sirv, ws, yaml.',
    ],
    [
      'plug-ins never import each other',
      'src/core/metrics/made.up.ts',
      `import asa from './asa.ts';`,
      'src/core/metrics/made.up.ts:1: the plug-in imports the plug-in src/core/metrics/asa.ts; plug-ins never import each other.',
    ],
    [
      'infrastructure never names a plug-in',
      'server/made-up.ts',
      `const source = await import('./sources/cloudevents.ts');`,
      'server/made-up.ts:1: names the plug-in server/sources/cloudevents.ts; plug-ins are found by folder, so that adding one is one new file.',
    ],
    [
      'only the loader imports paths made at run time',
      'server/made-up.ts',
      'const source = await import(`./sources/${name}.ts`);',
      'server/made-up.ts:1: imports a path put together at run time; only server/plug-ins.ts does (plug-ins).',
    ],
    [
      'sockets are in one place',
      'server/made-up.ts',
      `import { WebSocket } from 'ws';`,
      'server/made-up.ts:1: imports ws; only server/gateway.ts does.',
    ],
    [
      'uPlot is in one place',
      'src/lib/charts/made-up.ts',
      `import uPlot from 'uplot';`,
      'src/lib/charts/made-up.ts:1: imports uplot; only src/lib/charts/time-chart.ts does.',
    ],
    [
      'core has no clock',
      'src/core/made-up.ts',
      'const at = Date.now();',
      'src/core/made-up.ts:1: uses Date.now; in core, time and chance are arguments.',
    ],
    [
      'core has no chance',
      'src/core/made-up.ts',
      '\nf(Math.random);',
      'src/core/made-up.ts:2: uses Math.random; in core, time and chance are arguments.',
    ],
    [
      'core does not ask for today',
      'src/core/made-up.ts',
      'new Date();',
      'src/core/made-up.ts:1: uses new Date() without an instant; in core, time is an argument.',
    ],
    [
      'core has no timers',
      'src/core/made-up.ts',
      'setTimeout(f, 1);',
      'src/core/made-up.ts:1: calls setTimeout; core has no clock and no timers.',
    ],
    [
      'core does not measure',
      'src/core/made-up.ts',
      'performance.now();',
      'src/core/made-up.ts:1: uses performance.now; in core, time and chance are arguments.',
    ],
    [
      'every file has a ring',
      'src/other/made-up.ts',
      '',
      'src/other/made-up.ts: belongs to no ring; put it into src/core, src/lib, src/routes or server.',
    ],
  ];
  it.each(cases)('%s', (_, path, text, sentence) => expect(problemsOf(path, text)).toEqual([sentence]));

  it('what is right, or said in a comment or a text, is let be', () => {
    const right = [
      `// Date.now() and import 'ws' are for others.`,
      `import { z } from 'zod';`,
      `import type { Fact } from './event.ts';`,
      `const day = new Date(at), words = 'Math.random() setTimeout()';`,
    ];
    expect(problemsOf('src/core/made-up.ts', right.join('\n'))).toEqual([]);
    expect(problemsOf('server/gateway.ts', `import { WebSocket } from 'ws';`)).toEqual([]);
    expect(problemsOf('src/lib/made-up.ts', `setTimeout(f, Date.now());`)).toEqual([]);
  });
});
