// Cuts the byte stream of the manager interface into its banner and its blocks ("Key: Value" lines up to an empty one).
// Text is decoded a whole block at a time: a letter may be split by the network, a block's end can't be.

export type Block = ReadonlyMap<string, string>;

const BLOCK_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
/** Nothing Asterisk sends comes near. */
export const MAX_BLOCK_BYTES = 64 * 1024;

export class BlockReader {
  banner: string | null = null;
  /** blocks that were too long */
  dropped = 0;
  #rest: Buffer = Buffer.alloc(0);
  #isSkipping = false;

  /** @returns the blocks that this chunk completes */
  push(chunk: Buffer): Block[] {
    let from = Math.max(0, this.#rest.length - BLOCK_END.length + 1);
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.banner === null) {
      const end = bytes.indexOf(LINE_END);
      if (end >= 0) {
        this.banner = bytes.toString('utf8', 0, end);
        bytes = bytes.subarray(end + LINE_END.length);
        from = 0;
      }
    }
    const blocks: Block[] = [];
    let start = 0;
    for (
      let end;
      this.banner !== null && (end = bytes.indexOf(BLOCK_END, Math.max(from, start))) >= 0;
      start = end + BLOCK_END.length
    ) {
      if (this.#isSkipping) this.#isSkipping = false;
      else if (end - start > MAX_BLOCK_BYTES) this.dropped++;
      else blocks.push(parseBlock(bytes.toString('utf8', start, end)));
    }
    this.#keep(bytes.subarray(start));
    return blocks;
  }

  #keep(rest: Buffer): void {
    if (rest.length <= MAX_BLOCK_BYTES) {
      this.#rest = Buffer.from(rest);
      return;
    }
    if (!this.#isSkipping) this.dropped++;
    this.#isSkipping = true;
    this.#rest = Buffer.from(rest.subarray(rest.length - BLOCK_END.length + 1));
  }
}

/** A key that comes twice (ChanVariable) keeps its first value. A line without a colon says nothing to us. */
export function parseBlock(text: string): Block {
  const block = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const key = line.slice(0, colon);
    if (!block.has(key)) block.set(key, line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1));
  }
  return block;
}

/** @throws nothing: line ends can't be sent as part of a value, so they are left out */
export function formatAction(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`);
  return `${lines.join('')}\r\n`;
}
