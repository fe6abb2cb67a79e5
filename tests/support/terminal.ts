// A terminal for a command in this process: what it says is kept, and nobody interrupts it.
import { createTerminal, type Terminal } from '../../server/cli/terminal.ts';

/** @returns the terminal, and what was said on stdout so far */
export function silentTerminal(): { terminal: Terminal; lines(): string[] } {
  const stdout = { text: '', write: (text: string) => (stdout.text += text) };
  const terminal = createTerminal({ stdout, stderr: { write: () => {} } }, new AbortController().signal, () => 0);
  return { terminal, lines: () => stdout.text.trimEnd().split('\n') };
}
