// Paths that try to leave their folder: of files, of boards, of ids. What lies beside is never read, written or named.
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { Screen } from '../support/screen.ts';

const CANARY = 'canary-that-nobody-may-read';
const root = newFolder();
const data = join(root, 'data');
let app: TestApp;

beforeAll(async () => {
  // web and data lie side by side, and the secret beside both and in the data folder.
  cpSync(join(import.meta.dirname, '../fixtures/web'), join(root, 'web'), { recursive: true });
  mkdirSync(join(data, 'boards'), { recursive: true });
  for (const file of ['secret.json', 'secret.txt', 'data/secret.json', 'data/secret.txt'])
    writeFileSync(join(root, file), JSON.stringify({ title: CANARY, rows: [] }));
  app = await startApp({ data, web: join(root, 'web') });
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

/** Ways to write "../": as it is, encoded, twice, overlong, with other slashes, with something in between. */
const UPS = [
  ...['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '..\\', '%2e%2e%5c', '..%252f', '%252e%252e%252f', '.%2e/'],
  ...['....//', '..;/', '..%00/', '%00../', '..%c0%af', '%c0%ae%c0%ae/', '..%ef%bc%8f', '..%u2215', '/../', '//..//'],
];
const TARGETS = ['secret.txt', 'secret.json', 'secret', 'data/secret.txt', 'etc/passwd', 'secret.txt%00.html'];

/** All that comes back: fetch would tidy the path up. */
async function raw(method: string, path: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(app.url).port) });
  socket.on('error', () => {});
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
  const body = method === 'PUT' ? '{"title":"x","rows":[]}' : '';
  const head = [`${method} ${path} HTTP/1.1`, 'host: localhost', 'content-type: application/json', 'connection: close'];
  socket.write(`${head.join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await once(socket, 'close');
  return heard;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

describe('a path that climbs', () => {
  const climbs = UPS.flatMap((up) => [1, 2, 8].map((times) => up.repeat(times)));

  it.each(['/', '/_app/', '/_app/immutable/', '/boards/', '/wall/'])('from %s reads no file beside', async (base) => {
    for (const climb of climbs)
      for (const target of TARGETS) {
        const answer = await raw('GET', base + climb + target);
        expect([200, 400, 404], `${base}${climb}${target}`).toContain(statusOf(answer));
        expect(answer, `${base}${climb}${target}`).not.toMatch(/canary|root:/);
      }
  });

  it.each(['boards', 'kiosks'])('as an id of %s is an id that is not there', async (kind) => {
    for (const climb of climbs) {
      const answer = await raw('GET', `/api/v1/${kind}/${climb}secret`);
      // With slashes of its own it is another path: of the API none, or of the web app.
      expect([200, 400, 404], climb).toContain(statusOf(answer));
      expect(answer, climb).not.toMatch(/canary/);
      expect(answer.includes('application/json') && statusOf(answer) === 200, climb).toBe(false);
    }
  });

  it('saves and takes away nothing outside the folder of boards', async () => {
    const before = readdirSync(root, { recursive: true }).map(String).filter(isDocument).toSorted();
    for (const climb of climbs)
      for (const method of ['PUT', 'DELETE']) {
        const answer = await raw(method, `/api/v1/boards/${climb}secret`);
        expect(statusOf(answer), `${method} ${climb}`).toBeGreaterThanOrEqual(400);
        expect(statusOf(answer), `${method} ${climb}`).toBeLessThan(500);
      }
    expect(readdirSync(root, { recursive: true }).map(String).filter(isDocument).toSorted()).toEqual(before);
    expect(existsSync(join(data, 'secret.json'))).toBe(true);
  });

  it('as a topic is an error', async () => {
    const screen = await Screen.open(app.url);
    for (const kind of ['board', 'kiosk'])
      for (const id of ['../secret', '..%2fsecret', '..%252fsecret', '..\\secret', '../secret\u0000', '/etc/passwd']) {
        const from = screen.heard.length;
        screen.say({ t: 'watch', topic: `${kind}?id=${encodeURIComponent(id)}` });
        expect((await screen.next('error', () => true, from)).message).not.toMatch(/canary/);
      }
    screen.close();
  });
});

const isDocument = (file: string): boolean => /\.(json|txt)$/.test(file);
