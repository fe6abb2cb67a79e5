// Passwords: argon2id by node:crypto, kept as PHC strings, few at a time, so that a flood of sign-ins takes neither the
// memory nor the threads that everybody else needs.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { TooBusy } from '../ingest.ts';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const VERSION = 19;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const AT_ONCE = 2;
const MOST_WAITING = 32;

const derive = promisify(argon2);
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** As people type it: one character however it is composed. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'));

/** @returns "$argon2id$v=19$m=…,t=…,p=…$salt$hash" @throws TooBusy */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=${VERSION}$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(hash)}`;
}

/** @param kept null: nobody has that name; it takes as long all the same. @throws TooBusy */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(kept ?? '') ?? [];
  if (hash === undefined) {
    await inTurn(password, Buffer.alloc(SALT_BYTES), COST);
    return false;
  }
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const known = Buffer.from(hash, 'base64');
  return timingSafeEqual(await inTurn(password, Buffer.from(salt, 'base64'), cost, known.length), known);
}

const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn(password: string, nonce: Buffer, cost: typeof COST, tagLength = HASH_BYTES): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new TooBusy('Many people sign in at this moment; try again in a second.');
    // Whoever is called takes over the place of the one who calls.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await derive('argon2id', { message: bytesOf(password), nonce, tagLength, ...cost });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
