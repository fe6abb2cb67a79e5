// The thread that reads a folder for an export: a piece of it when it is asked for one, so that nothing piles up.
import { parentPort, workerData } from 'node:worker_threads';
import { agentLines } from './agent-lines.ts';

export interface ExportTask {
  folder: string;
  agent: string;
  names: readonly string[];
}
/** lines, each with its end; null: that was all */
export interface FromExport {
  piece: string | null;
}

const PIECE = 256 * 1024;

const port = parentPort;
if (!port) throw new Error('server/privacy/export-worker.ts runs as a worker of agent-export.ts');
const { folder, agent, names } = workerData as ExportTask;
const lines = agentLines(folder, agent, names);

port.on('message', () => void next());

async function next(): Promise<void> {
  let piece = '';
  while (piece.length < PIECE) {
    const line = await lines.next();
    if (line.done) {
      port?.postMessage({ piece: piece || null } satisfies FromExport);
      return;
    }
    piece += `${JSON.stringify(line.value)}\n`;
  }
  port?.postMessage({ piece } satisfies FromExport);
}
