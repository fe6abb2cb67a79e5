// The recordings in fixtures/asterisk, unpacked: blocks as bytes with their instants, lines, Asterisk's own snapshots.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export interface RecordedBlock {
  connection: number;
  at: number;
  bytes: Buffer;
}
export interface AsteriskSnapshot {
  sentAt: number;
  summaryAt: number;
  members: { queue: string; name: string; status: number; paused: boolean; inCall: boolean }[];
  waiting: { queue: string; contact: string }[];
  queues: { queue: string; loggedIn: number; available: number; callers: number }[];
}
export type QueueTruth = Record<string, number | undefined>;
export interface Truth {
  queues: Record<string, QueueTruth>;
  ami: Record<string, QueueTruth>;
  total: QueueTruth;
}

const file = (recording: string, name: string) => join(import.meta.dirname, '../fixtures/asterisk', recording, name);
const unpack = (recording: string, name: string) => brotliDecompressSync(readFileSync(file(recording, `${name}.br`)));

export function readBlocks(recording: 'day' | 'edge'): RecordedBlock[] {
  const bytes = unpack(recording, 'ami.txt');
  const [start, ...rows] = unpack(recording, 'times.txt').toString().trim().split('\n');
  let offset = 0;
  return rows.map((row) => {
    const [connection, ms, length] = row.split(' ').map(Number);
    offset += length;
    return { connection, at: Number(start) + ms, bytes: bytes.subarray(offset - length, offset) };
  });
}

export const readTruth = (recording: string) => JSON.parse(unpack(recording, 'truth.json').toString()) as Truth;
export const readSnapshots = (recording: string) =>
  JSON.parse(unpack(recording, 'snapshots.json').toString()) as AsteriskSnapshot[];

export const readDayLog = () => lines(unpack('day', 'queue_log').toString());
export const readEdgeLog = () =>
  ['queue_log.0', 'queue_log'].flatMap((name) => lines(readFileSync(file('edge', name), 'utf8')));

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
