// What a token of a sender looks like: "tablo_in_", 256 random bits, and a checksum at its end. Secret scanners find it by
// its beginning, and one that was mistyped or cut is told from one that is not known.
import { crc32 } from 'node:zlib';
import { newSecret } from './secret.ts';

const BEGINNING = 'tablo_in_';
const SECRET_LENGTH = 43;

export function newTokenText(): string {
  const text = BEGINNING + newSecret();
  return text + checksum(text);
}

/** Whether somebody means one of these, right or wrong. */
export const isTokenText = (shown: string): boolean => shown.startsWith(BEGINNING);

/** Whether it can have been given out by anybody. */
export function isWhole(shown: string): boolean {
  const end = BEGINNING.length + SECRET_LENGTH;
  return isTokenText(shown) && shown.slice(end) === checksum(shown.slice(0, end));
}

/** Six letters, digits, "-" and "_". */
function checksum(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64url');
}
