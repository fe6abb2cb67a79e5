// Damage in one column of a floor in a file: all others are as they were written.
import { readFileSync, writeFileSync } from 'node:fs';

const MAGIC = 'TABLO FLOOR 1\n';
const BYTES = { f64: 8, u32: 4, u16: 2, u8: 1 };

interface Section {
  name: string;
  kind: keyof typeof BYTES;
  length: number;
}

/** A byte in the middle of it is another. @param column has something in it */
export function damageColumn(file: string, column: string): void {
  const bytes = readFileSync(file);
  const length = bytes.readUInt32LE(MAGIC.length);
  const header = bytes.subarray(MAGIC.length + 8, MAGIC.length + 8 + length).toString();
  let at = MAGIC.length + 8 + length;
  for (const section of (JSON.parse(header) as { sections: Section[] }).sections) {
    at = Math.ceil(at / 8) * 8;
    const size = section.length * BYTES[section.kind];
    if (section.name === column && size > 0) {
      bytes[at + (size >> 1)] ^= 0x55;
      return writeFileSync(file, bytes);
    }
    at += size;
  }
  throw new Error(`${file} has nothing in a column ${column}`);
}
