// The screens' languages, complete: no word stands in code, no message is kept that nobody says, and what a translation
// lacks is named.
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOf } from '../../vite/message-parts.ts';
import { literalProblems } from './literals.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const files = globSync('src/{lib,routes}/**/*.{ts,svelte}', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
/** The languages themselves; the floors that are made up for the stories; a page without the app, in both languages. */
const screens = files.filter((file) => !/^src\/lib\/(i18n\/|stories\/|live\/revive-page\.ts)/.test(file));

describe('the words of the screens', () => {
  it('stand in no component and no script', () => {
    expect(screens.length).toBeGreaterThan(50);
    expect(screens.flatMap((file) => literalProblems(file, read(file)))).toEqual([]);
  });
});

describe('the rule bites', () => {
  const cases: [what: string, path: string, text: string, said: string[]][] = [
    ['text', 'a.svelte', `<p>\n  Nobody waits\n</p>`, ['a.svelte:1: says “Nobody waits”']],
    ['a text of one word', 'a.svelte', `<h2>\n<b>waiting {count}</b></h2>`, ['a.svelte:2: says “waiting”']],
    ['a label', 'a.svelte', `<i aria-label="Queues of {site}"></i>`, ['a.svelte:1: says “Queues of”']],
    [
      'a hint in an expression',
      'a.svelte',
      `<i title={is ? 'Play it' : t('a.b')}></i>`,
      ['a.svelte:1: says “Play it”'],
    ],
    ['a caption that a component is given', 'a.svelte', `<Hero caption="Wait" />`, ['a.svelte:1: says “Wait”']],
    [
      'a heading in a script',
      'a.svelte',
      `<script lang="ts">\n  const HEAD: string = 'Queue';\n</script>`,
      ['a.svelte:2: says “Queue”'],
    ],
    ['a sentence put together', 'a.ts', 'const a = `${n} agents are free`;', ['a.ts:1: says “agents are free”']],
    [
      'a word in what is exported',
      'a.ts',
      `\nexport const W = { none: 'Nobody' } as const;`,
      ['a.ts:2: says “Nobody”'],
    ],
  ];
  it.each(cases)('%s', (_, path, text, said) => {
    const problems = literalProblems(path, text);
    expect(problems).toEqual(said.map((words) => expect.stringContaining(words) as string));
  });

  it('classes, roles, selectors, keys, names, numbers and what is thrown are let be', () => {
    const right = [
      `<script lang="ts">\n  if (!a.closest('input, select')) throw new Error(\`There is no ${'${a}'} here.\`);\n</script>`,
      `<p class="row is-{level} still" role="status" style="height: calc({h} * var(--u))">Tablo {n} % · ± 3</p>`,
      `<svelte:window onkeydown={({ key }) => key === 'Escape' && go('/wall/floor')} />`,
    ];
    expect(literalProblems('a.svelte', right.join('\n'))).toEqual([]);
  });
});

describe('the languages', () => {
  it('keep no message that nobody says', () => {
    const code = [...screens, ...files.filter((file) => file.includes('/stories/'))].map(read).join('\n');
    // t(`window.${window}`) says all of window.…
    const groups = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map(([, group]) => group);
    const keys = [...read('src/lib/i18n/en.ts').matchAll(/^ {2}'([\w.]+)':/gm)].map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(100);
    const unsaid = keys.filter(
      (key) =>
        !/^(metric|problem|code)\./.test(key) &&
        !code.includes(`'${key}'`) &&
        !groups.some((group) => key.startsWith(group)),
    );
    expect(unsaid).toEqual([]);
  });

  it('are said of the Why panel and of the editor by these only: no other screen loads them', () => {
    const others = screens.filter((file) => !file.startsWith('src/lib/why/'));
    expect(others.filter((file) => /[`'](why|code)\.[\w$]/.test(read(file)))).toEqual([]);
    const notEditor = screens.filter((file) => !file.startsWith('src/lib/editor/'));
    expect(notEditor.filter((file) => /[`']edit\.[\w$]/.test(read(file)))).toEqual([]);
  });
});

describe('the words of walls', () => {
  /** What these files load, themselves included: imports, also those that wait for something, and all widgets. */
  function loadedBy(roots: readonly string[]): Set<string> {
    const found = new Set<string>();
    const left = [...roots];
    for (let file = left.pop(); file; file = left.pop()) {
      if (found.has(file) || !files.includes(file)) continue;
      found.add(file);
      for (const [, from, awaited] of read(file).matchAll(
        /^ *(?:import|export) (?!type)[^;]*?'([^']+)';|\bimport\('([^']+)'\)/gm,
      ))
        left.push(posix.join(posix.dirname(file), from ?? awaited).replace(/^.*#lib\//, 'src/lib/'));
      if (file === 'src/lib/widget.ts') left.push(...files.filter((one) => one.startsWith('src/lib/widgets/')));
    }
    return found;
  }
  const walls = [...loadedBy(['src/routes/wall/[board]/+page.svelte', 'src/routes/kiosk/[id]/+page.svelte'])];
  const panel = (file: string): boolean => file.startsWith('src/lib/why/') && file !== 'src/lib/why/why-layer.svelte';
  const layout = ['src/routes/+error.svelte', 'src/routes/+layout.svelte'];
  const said = [...walls.filter((file) => !panel(file)), ...layout].map(read).join('\n');
  const keys = [...read('src/lib/i18n/en.ts').matchAll(/^ {2}'([\w.]+)':/gm)].map(([, key]) => key);
  const isSaid = (key: string): boolean => said.includes(`'${key}'`);

  it('are known', () => {
    expect(walls.length).toBeGreaterThan(80);
    expect(walls).toContain('src/lib/widgets/queues.svelte');
  });

  it('travel with them: what a wall or a kiosk says is a word of its part', () => {
    expect(keys.filter((key) => isSaid(key) && partOf(key) !== 'wall')).toEqual([]);
    const groups = [...said.matchAll(/`([a-z]+\.)[\w.]*\$\{/g)].map(([, group]) => group);
    expect(groups.filter((group) => partOf(group) !== 'wall')).toEqual([]);
  });

  it('are no others: a first word that no wall says is not in its part', () => {
    const words = new Set(keys.filter((key) => partOf(key) === 'wall').map((key) => key.split('.')[0]));
    const used = (word: string): boolean => new RegExp(`['\`]${word}\\.`).test(said);
    expect([...words].filter((word) => !used(word))).toEqual([]);
  });
});

describe('the type checker names', () => {
  const cases: [what: string, messages: string, said: RegExp][] = [
    [
      'nothing of what is right',
      `{ 'a.b': '{ name }!', 'a.c': '{n, plural, one {одна {n, number}} few {#} many {#} other {#}}', 'problem.x': 'y' }`,
      /^$/,
    ],
    ['a key that is missing', `{ 'a.b': '{name}' }`, /"a\.c".* is missing/],
    ['a key that English has not', `{ 'a.b': '{name}', 'a.c': '{n, number}', 'a.d': '' }`, /en\.ts has no such key/],
    [
      'other arguments',
      `{ 'a.b': '{nmae}', 'a.c': '{n, number}' }`,
      /a\.b must have the arguments that it has in en\.ts/,
    ],
    ['an argument of another kind', `{ 'a.b': '{name}', 'a.c': '{n}' }`, /a\.c must have the arguments that it has/],
  ];
  const folder = mkdtempSync(join(tmpdir(), 'tablo-i18n-'));
  const fileOf = (i: number): string => join(folder, `x${i}.ts`);
  let program: ts.Program;

  beforeAll(() => {
    const english = `export default { 'a.b': 'Hi {name}', 'a.c': '{n, plural, one {a} other {#}}' } as const;`;
    copyFileSync(join(root, 'src/lib/i18n/translation.ts'), join(folder, 'translation.ts'));
    writeFileSync(join(folder, 'en.ts'), english);
    const head = `import { translation } from './translation.ts';\nexport default translation(`;
    for (const [i, [, messages]] of cases.entries()) writeFileSync(fileOf(i), `${head}${messages});`);
    program = ts.createProgram(
      cases.map((_, i) => fileOf(i)),
      {
        ...{ strict: true, noEmit: true, types: [], allowImportingTsExtensions: true, lib: ['lib.esnext.d.ts'] },
        ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
        target: ts.ScriptTarget.ESNext,
      },
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases.map(([what, , said], i) => [what, i, said] as const))('%s', (_, i, said) => {
    const complaints = program.getSemanticDiagnostics(program.getSourceFile(fileOf(i)));
    const texts = complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(texts.join('\n')).toMatch(said);
  });
});
