// Reads SQLite's write-ahead log before SQLite does: opening it drops, without a word, whatever follows the first page
// that is not whole.
import { existsSync, readFileSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

export interface WalState {
  /** pages that are whole up to the last commit, which SQLite takes */
  committed: number;
  /** pages of the same generation from the first that is not whole on: SQLite leaves them out */
  broken: number;
}

/** @param file events.db-wal; one that is missing or empty has no pages */
export function readWal(file: string): WalState {
  const wal = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const state: WalState = { committed: 0, broken: 0 };
  if (wal.length < HEADER) return state;
  const header = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const magic = header.getUint32(0);
  const sums = newSums(wal, (magic & 1) === 1);
  const isWhole = (magic | 1) === (MAGIC | 1) && sums.add(0, 24) && sums.equal(24);
  const frame = FRAME_HEADER + header.getUint32(8);
  if (!isWhole) return { committed: 0, broken: Math.max(1, Math.floor((wal.length - HEADER) / frame)) };
  let isBroken = false;
  for (let at = HEADER, n = 1; at + frame <= wal.length; at += frame, n++) {
    // What an earlier generation left behind has other salts.
    if (wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) break;
    isBroken ||= !(sums.add(at, 8) && sums.add(at + FRAME_HEADER, frame - FRAME_HEADER) && sums.equal(at + 16));
    if (isBroken) state.broken++;
    else if (header.getUint32(at + 4) !== 0) state.committed = n;
  }
  return state;
}

/** SQLite's running checksum: of two words each, every page's goes on from the one before. */
function newSums(bytes: Buffer, isBigEndian: boolean) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [a, b] = [0, 0];
  return {
    add(from: number, length: number): true {
      for (let at = from; at < from + length; at += 8) {
        a = (a + view.getUint32(at, !isBigEndian) + b) >>> 0;
        b = (b + view.getUint32(at + 4, !isBigEndian) + a) >>> 0;
      }
      return true;
    },
    equal: (at: number): boolean => a === view.getUint32(at) && b === view.getUint32(at + 4),
  };
}
