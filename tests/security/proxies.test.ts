// The examples in deploy/ as they are, in front of a real server: nginx and Caddy with TLS, on loopback. The page, the API
// and the socket come through, and nobody passes for another by what he says of himself.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Screen } from '../support/screen.ts';
import { ServerProcess } from '../support/server-process.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

const deploy = (file: string): string => readFileSync(join(import.meta.dirname, '../../deploy', file), 'utf8');
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Started {
  child: ChildProcess;
  url: string;
}

async function startNginx(folder: string, upstream: number): Promise<Started> {
  const [tls, plain] = [await freePort(), await freePort()];
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
      ],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const site = deploy('nginx.conf')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${tls} ssl;`)
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replaceAll('wall.example.org', 'localhost')
    .replace('/etc/ssl/tablo/fullchain.pem', certificate)
    .replace('/etc/ssl/tablo/privkey.pem', key)
    .replace('127.0.0.1:4780', `127.0.0.1:${upstream}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (of) => `${of}_temp_path ${folder}/${of};`,
  );
  const main = `daemon off; error_log stderr; pid ${folder}/nginx.pid; events {} http { access_log off; ${temporary.join(' ')}\n${site}\n}`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  return { child, url: `https://localhost:${tls}` };
}

async function startCaddy(folder: string, upstream: number): Promise<Started> {
  const port = await freePort();
  const own = '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n';
  writeFileSync(join(folder, 'Caddyfile'), own + deploy('Caddyfile'));
  const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      ...{ TABLO_HOST: `https://localhost:${port}`, TABLO_UPSTREAM: `127.0.0.1:${upstream}` },
    },
  });
  return { child, url: `https://localhost:${port}` };
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}
/** Whoever signed the certificate: it is of this test. */
function ask(url: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, rejectUnauthorized: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject).end();
  });
}

async function behind(start: typeof startNginx, env: Record<string, string> = {}): Promise<string> {
  const folder = testFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const server = await ServerProcess.start({
    data,
    env: { TABLO_TRUSTED_PROXIES: '[127.0.0.1]', TABLO_OPEN: 'true', ...env },
  });
  whenOver(() => server.end());
  const { child, url } = await start(folder, Number(new URL(server.url).port));
  const gone = once(child, 'exit');
  whenOver(async () => {
    child.kill('SIGTERM');
    await gone;
  });
  const ended = gone.then(() => Promise.reject(new Error('the proxy ended')));
  ended.catch(() => {});
  // Any answer: it listens. Asked at another address than those that are counted.
  const isUp = () =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(url);
      request({ hostname, port, path: '/', method: 'OPTIONS', rejectUnauthorized: false, agent: false }, (response) =>
        resolve(response.resume()),
      )
        .on('error', () => setTimeout(() => resolve(false), 50))
        .end();
    });
  while (!(await Promise.race([isUp(), ended]))) continue;
  return url;
}

const PROXIES = [
  ['nginx', startNginx],
  ['Caddy', startCaddy],
] as const;

describe.each(PROXIES)('behind %s', (_, start) => {
  it('page, API and socket come over TLS, with the headers of a public server', async () => {
    const url = await behind(start);
    const page = await ask(`${url}/wall/floor`);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<!doctype html>/i);
    expect(page.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
    // Sockets of this very address, with its port, as browsers ask for.
    expect(page.headers['content-security-policy']).toContain(`wss://${new URL(url).host}`);
    expect(JSON.parse((await ask(`${url}/api/v1/metrics`)).text)).toHaveProperty('metrics');
    const screen = await Screen.open(url, { rejectUnauthorized: false, origin: url });
    expect((await screen.watch('floor?scope=all')).t).toBe('full');
    const from = screen.heard.length;
    await screen.next('beat', () => true, from);
    screen.close();
    const foreign = new Screen(url, { rejectUnauthorized: false, origin: 'https://elsewhere.example' });
    await expect(foreign.closed).rejects.toThrow('403');
    expect(foreign.heard).toEqual([]);
  });

  it('nobody passes for another by a header of his own', async () => {
    const url = await behind(start, { TABLO_LIMITS: '{requestsPerS: 0.5, ownMachine: true}' });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const headers = {
        'x-forwarded-for': `203.0.113.${i}`,
        'x-real-ip': `203.0.113.${i}`,
        forwarded: `for=203.0.113.${i}`,
      };
      statuses.push((await ask(`${url}/healthz`, { headers })).status);
    }
    expect(statuses).toContain(429);
  });
});
