// A WebSocket read with as little work as can be, so that a thousand of them cost less than what sends to them.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const NO_MASK = 4;
const PING = 0x9;
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/**
 * Opens one and says these things; resolves when the server has agreed.
 * @param url http://… of the server
 * @param onMessage gets each whole message
 */
export async function openRawSocket(
  url: string,
  said: readonly string[],
  onMessage: (message: Buffer) => void,
): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  const head = ['GET /live HTTP/1.1', `host: ${hostname}:${port}`, 'connection: Upgrade', 'upgrade: websocket'];
  head.push('sec-websocket-version: 13', `sec-websocket-key: ${randomBytes(16).toString('base64')}`);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    let held: Buffer = Buffer.alloc(0);
    let isOpen = false;
    socket.once('close', () => reject(new Error('the server closed a socket')));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (!isOpen) {
        const end = held.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!held.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101')))
          return reject(new Error(held.toString('latin1', 0, end)));
        isOpen = true;
        held = held.subarray(end + 4);
        resolve();
      }
      held = readFrames(held, onMessage, () => socket.write(PONG));
    });
  });
  for (const text of said) socket.write(frameOf(text));
  return socket;
}

/** @returns what is left of them: the beginning of a frame */
function readFrames(bytes: Buffer, onMessage: (message: Buffer) => void, onPing: () => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = bytes[at + 1];
    const start = at + 2 + (short === 127 ? 8 : short === 126 ? 2 : 0);
    if (bytes.length < start) break;
    const length = short === 127 ? bytes.readUInt32BE(at + 6) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    if (bytes.length < start + length) break;
    if ((bytes[at] & 0xf) === PING) onPing();
    else onMessage(bytes.subarray(start, start + length));
    at = start + length;
  }
  return bytes.subarray(at);
}

/** Of a client they are masked; a mask of zeros is one. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, Buffer.alloc(NO_MASK), payload]);
}
