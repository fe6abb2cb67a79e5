// Settings: where they come from, which goes first, and that everything wrong with them is said at once.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { zoneOf } from '#core/directory.ts';
import { placesOf } from '#core/places.ts';
import { directoryOf } from '../../server/operator.ts';
import { BadSettings, isLoopback, loadSettings } from '../../server/config.ts';
import { ownAddress } from '../../server/own-address.ts';
import { newFolder } from '../support/app.ts';
import { METRICS, newEngine } from '../support/engine.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const folder = newFolder();
afterAll(() => {
  endAllServers();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function yaml(text: string): string {
  const file = join(folder, `${++files}.yaml`);
  writeFileSync(file, text);
  return file;
}

function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('settings', () => {
  it('are those of the documentation where nothing is set', () => {
    expect(loadSettings([], {})).toMatchObject({
      host: '127.0.0.1',
      port: 4780,
      data: './data',
      retentionDays: 90,
      serviceLevel: 'ignore',
      thresholdS: 30,
      shortS: 5,
      sources: [],
    });
    expect(loadSettings([], {}).demo).toBeUndefined();
  });

  it('come from the file that --config names', () => {
    const file = yaml('port: 5000\ntitle: Night shift\nqueues:\n  - id: sales\n    thresholdS: 20\n');
    expect(loadSettings(['--config', file], {})).toMatchObject({
      port: 5000,
      title: 'Night shift',
      queues: [{ id: 'sales', thresholdS: 20 }],
    });
  });

  it('have names in one language or in several, the title too', () => {
    const file = yaml(
      'title: { en: Night shift, ru: Ночная смена }\nsites: [{ id: a, name: { ru: Омск } }, { id: b, name: B }]\n',
    );
    const directory = directoryOf(loadSettings(['--config', file], {}), [], METRICS);
    const { title, sites } = placesOf(newEngine(directory), 'ru-RU');
    expect([title, ...sites.map(({ name }) => name)]).toEqual(['Ночная смена', 'Омск', 'B']);
    expect(placesOf(newEngine(directory), 'de').title).toBe('Night shift');
  });

  it('may be an empty file', () => expect(loadSettings(['--config', yaml('# nothing yet\n')], {}).port).toBe(4780));

  it('come from HOST, PORT and TABLO_DATA', () => {
    const settings = loadSettings([], { HOST: '0.0.0.0', PORT: '8080', TABLO_DATA: '/var/lib/tablo' });
    expect(settings).toMatchObject({ host: '0.0.0.0', port: 8080, data: '/var/lib/tablo' });
  });

  it('have a name in the environment each, read as YAML', () => {
    const env = {
      TABLO_RETENTION_DAYS: '30',
      TABLO_SERVICE_LEVEL: 'positive',
      TABLO_THRESHOLD_S: '20.5',
      TABLO_ORIGINS: '["https://walls.example"]',
      TABLO_QUEUES: '[{id: sales, channel: phone}]',
      TABLO_SOURCES: '[{type: cloudevents, name: in}]',
      TABLO_DEMO: 'false',
      TABLO_TITLE: '2026',
      TABLO_TOKEN: '1234567890123456',
      TABLO_LOG_LEVEL: 'warn',
    };
    expect(loadSettings([], env)).toMatchObject({
      retentionDays: 30,
      serviceLevel: 'positive',
      thresholdS: 20.5,
      origins: ['https://walls.example'],
      queues: [{ id: 'sales', channel: 'phone' }],
      sources: [{ type: 'cloudevents', name: 'in' }],
      demo: false,
      title: '2026',
      token: '1234567890123456',
      logLevel: 'warn',
    });
  });

  it('of the environment go before those of the file, TABLO_PORT before PORT', () => {
    const file = yaml('port: 5000\nhost: 10.0.0.1\ndata: file\n');
    expect(loadSettings(['--config', file], { PORT: '6000', TABLO_DATA: 'env' })).toMatchObject({
      port: 6000,
      host: '10.0.0.1',
      data: 'env',
    });
    expect(loadSettings([], { PORT: '6000', TABLO_PORT: '7000' }).port).toBe(7000);
  });

  it('take a time of the day for the nightly reload, and false', () => {
    expect(loadSettings([], {}).renewAt).toBe('04:00');
    expect(loadSettings([], { TABLO_RENEW_AT: '02:30' }).renewAt).toBe('02:30');
    expect(loadSettings([], { TABLO_RENEW_AT: 'false' }).renewAt).toBe(false);
    for (const wrong of ['true', '24:00', '4', 'at four'])
      expect(
        problemsOf(() => loadSettings([], { TABLO_RENEW_AT: wrong })),
        wrong,
      ).toEqual(['renewAt: is no time of the day; write for example "04:00", or false.']);
  });

  it('of a provider take its secret from the environment, and have the usual ones beside', () => {
    const file = yaml(
      'oidc:\n  issuer: https://sso.example.org/realms/main\n  clientId: tablo\n  roles: { tablo-leaders: leader }\n' +
        'publicUrl: https://tablo.example.org\n',
    );
    expect(loadSettings(['--config', file], { TABLO_OIDC_CLIENT_SECRET: 'from the environment' }).oidc).toEqual({
      ...{ issuer: 'https://sso.example.org/realms/main', clientId: 'tablo', clientSecret: 'from the environment' },
      ...{ scope: 'openid profile email', roleClaim: 'groups', roles: { 'tablo-leaders': 'leader' }, localLogin: true },
    });
  });

  it('--no-demo goes before everything', () => {
    expect(loadSettings(['--no-demo', '--config', yaml('demo: true\n')], { TABLO_DEMO: 'true' }).demo).toBe(false);
  });

  it('know which hosts only this machine reaches', () => {
    expect(['localhost', '127.0.0.1', '127.1.2.3', '::1'].filter(isLoopback)).toHaveLength(4);
    expect(['0.0.0.0', '::', '10.0.0.1', 'tablo.example'].filter(isLoopback)).toEqual([]);
  });
});

describe('wrong settings', () => {
  it('are all said at once, each by its name with the value’s remedy', () => {
    const file = yaml(
      'colour: red\nport: 99999\nserviceLevel: best\nqueues:\n  - id: ""\n    thresholdS: -1\nzone: Middle/Earth\n',
    );
    const problems = problemsOf(() =>
      loadSettings(['--config', file], { TABLO_TOKEN: 'short', TABLO_RETENTION_DAYS: 'many' }),
    );
    const about = (start: string) => problems.find((problem) => problem.startsWith(start));
    expect(problems).toHaveLength(8);
    expect(about('colour')).toMatch(/no such setting/);
    expect(about('port')).toMatch(/65535/);
    expect(about('serviceLevel')).toMatch(/ignore/);
    expect(about('queues.0.id')).toBeDefined();
    expect(about('queues.0.thresholdS')).toBeDefined();
    expect(about('zone')).toMatch(/Europe\/Moscow/);
    expect(about('token')).toMatch(/16 characters/);
    expect(about('retentionDays')).toMatch(/number/);
  });

  it.each([
    [
      'a file that is not there',
      () => loadSettings(['--config', join(folder, 'nowhere.yaml')], {}),
      /nowhere\.yaml: can't be read/,
    ],
    ['a file that is no YAML', () => loadSettings(['--config', yaml('a: [')], {}), /can't be read/],
    ['a file that is a list', () => loadSettings(['--config', yaml('- a\n')], {}), /must hold "key: value" lines/],
    ['a variable that is no YAML', () => loadSettings([], { TABLO_QUEUES: '[' }), /TABLO_QUEUES: can't be read/],
    [
      'a word on the command line',
      () => loadSettings(['--prot', '80'], {}),
      /^command line: Unknown option '--prot'\. Known are --config FILE, --no-demo and --open\.$/,
    ],
    [
      'a word without a hyphen',
      () => loadSettings(['8080'], {}),
      /^command line: Unexpected argument '8080'\. Known are --config FILE, --no-demo and --open\.$/,
    ],
  ])('say so: %s', (_, load, says) => {
    const problems = problemsOf(load);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
  });
});

describe('wrong settings of a provider', () => {
  const RIGHT = { issuer: 'https://sso.example.org', clientId: 'a', clientSecret: 'b', roles: { staff: 'viewer' } };
  const wrong = (oidc: object, env: Record<string, string> = {}): string[] =>
    problemsOf(() => loadSettings([], { TABLO_OIDC: JSON.stringify({ ...RIGHT, ...oidc }), ...env }));

  it.each([
    [
      { issuer: 'http://sso.example.org' },
      /^oidc\.issuer: must be https; http is for a provider on this machine only\.$/,
    ],
    [{ issuer: 'sso.example.org' }, /^oidc\.issuer: is no address; write for example https:/],
    [{ clientSecret: undefined }, /^oidc\.clientSecret: must be there: .* TABLO_OIDC_CLIENT_SECRET/],
    [{ roles: {} }, /^oidc\.roles: must give a role to at least one value/],
    [{ roles: { staff: 'boss' } }, /^oidc\.roles\.staff: must be one of viewer, supervisor, /],
    [{ localLogin: false }, /^oidc\.roles: must make somebody an administrator where localLogin is false/],
    [{ scope: 'profile' }, /^oidc\.scope: must have "openid" among its words/],
    [{ sites: 5 }, /^oidc\.sites: must be the name of a claim, or VALUE: SITE lines/],
    [{ issuers: '' }, /^oidc\.issuers: no such setting/],
  ])('%j is told with the remedy', (oidc, sentence) => {
    expect(wrong(oidc)).toEqual([expect.stringMatching(sentence)]);
  });

  it('beyond this machine it has to be told where people come back to', () => {
    expect(wrong({}, { TABLO_HOST: '0.0.0.0' })).toEqual([
      'publicUrl: must be set beside oidc, so that the provider knows where to send people back to.',
    ]);
  });
});

describe('the process', () => {
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const server = new ServerProcess({ data: join(folder, `data-${++files}`), args, env });
    return { exit: await server.spawn(), output: server.output };
  };

  it('lists everything wrong with its settings and ends with code 1', async () => {
    const { exit, output } = await run(['--config', yaml('colour: red\nthresholdS: never\n')], { PORT: 'http' });
    expect(exit.code).toBe(1);
    for (const problem of [/These settings are wrong:/, /colour/, /thresholdS/, /port/])
      expect(output).toMatch(problem);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('lists everything wrong with its sources and ends with code 1', async () => {
    const { exit, output } = await run([
      '--config',
      yaml('sources:\n  - type: telepathy\n  - type: cloudevents\n    name: a\n  - type: cloudevents\n    name: a\n'),
    ]);
    expect(exit.code).toBe(1);
    expect(output).toMatch(/type "telepathy" is not known; there are .*cloudevents/);
    expect(output).toMatch(/two sources have this name/);
  });

  it('lists the options of a source where one is misspelt', async () => {
    const { output } = await run([
      '--config',
      yaml('sources:\n  - { type: asterisk-ami, hots: pbx, host: a, user: b, secret: c }\n'),
    ]);
    expect(output).toMatch(
      /sources\.0 \(asterisk-ami\)\.hots: no such option; there are host, port, tls, user, secret/,
    );
  });

  it('tells its options with --help, and ends', async () => {
    const { exit, output } = await run(['--help']);
    expect(exit.code).toBe(0);
    for (const option of ['--config FILE', '--no-demo', '--open']) expect(output).toContain(option);
  });

  it.each([
    ['192.0.2.7', /this machine has no such address; set HOST/],
    ['nowhere.invalid', /no address is known by that name; set HOST/],
  ])('says that it can’t listen to %s, and what to set', async (HOST, sentence) => {
    const { exit, output } = await run([], { HOST });
    expect(exit.code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('says that a port is taken and ends with code 1', async () => {
    const first = await ServerProcess.start({ data: join(folder, `data-${++files}`) });
    const { exit, output } = await run([], { PORT: new URL(first.url).port });
    expect(exit.code).toBe(1);
    expect(output).toMatch(/the port is taken; set PORT to another one/);
    await first.end();
  });

  it('listens on HOST and PORT, keeps its data in TABLO_DATA, and ends with code 0 on SIGTERM', async () => {
    const data = join(folder, 'made', 'on', 'the', 'way');
    mkdirSync(join(folder, 'made'));
    const server = await ServerProcess.start({ data, env: { HOST: '127.0.0.2' } });
    expect(new URL(server.url).hostname).toBe('127.0.0.2');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    const again = await ServerProcess.start({ data, args: ['--no-demo'] });
    expect(await again.end('SIGINT')).toEqual({ code: 0, signal: null });
  });
});

describe('the address that is printed', () => {
  const interfaces = {
    lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }],
    eth0: [
      { address: 'fe80::1', family: 'IPv6', internal: false },
      { address: '192.0.2.5', family: 'IPv4', internal: false },
    ],
  };

  it.each([
    ['127.0.0.1', 'http://localhost:4780'],
    ['10.0.0.9', 'http://10.0.0.9:4780'],
    ['::1', 'http://[::1]:4780'],
    ['0.0.0.0', 'http://192.0.2.5:4780'],
    ['::', 'http://192.0.2.5:4780'],
  ])('of a server that listens on %s is one that can be opened: %s', (host, address) => {
    expect(ownAddress(host, 4780, interfaces)).toBe(address);
  });

  it('is localhost on a machine without a network', () => {
    expect(ownAddress('0.0.0.0', 4780, { lo: interfaces.lo })).toBe('http://localhost:4780');
  });
});

it('the example in the docs is right, goals and all', () => {
  const settings = loadSettings(['--config', join(import.meta.dirname, '../../docs/tablo.example.yaml')], {});
  const directory = directoryOf(settings, [], METRICS);
  expect(directory.goals).toHaveLength(4);
  expect(zoneOf(directory, { site: 'omsk' })).toBe('Asia/Omsk');
});

it('goals that make no sense are all listed', () => {
  const settings = loadSettings([], {
    TABLO_GOALS:
      '[{metric: mood, look: 1, act: 2}, {metric: asa, look: 40, act: 20}, {metric: fcr, look: 0.7, act: 0.9}]',
    TABLO_TEAMS: '[{id: red}, {id: red}]',
  });
  const metrics = new Map([
    ['asa', { better: 'lower' as const }],
    ['fcr', { better: 'higher' as const }],
  ]);
  expect(() => directoryOf(settings, [], metrics)).toThrow(
    [
      'teams: "red" stands there twice; keep one.',
      'goals.0.metric: "mood" is not known; there are asa, fcr.',
      'goals.1: asa is better when lower: act (20) must not be below look (40).',
      'goals.2: fcr is better when higher: act (0.9) must not be above look (0.7).',
    ].join('\n'),
  );
});

it('a misspelt variable is wrong, not ignored', () => {
  expect(() => loadSettings([], { TABLO_THRESHOLDS: '20' })).toThrow(
    /TABLO_THRESHOLDS: no such setting; there are .*TABLO_THRESHOLD_S/,
  );
});
