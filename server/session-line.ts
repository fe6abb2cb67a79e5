// What carries a session, as the two see each other: a socket, or a test's own.

/** The part of a connection that is used here. */
export interface Line {
  /** bytes handed over and not yet on their way */
  unsent(): number;
  /** does nothing when the line is no longer open */
  send(frame: Buffer): void;
  ping(): void;
  /** politely: the other side is told, and answers */
  close(code: number, reason: string): void;
  /** for good */
  terminate(): void;
}

/** What the carrier tells of its line. */
export interface Session {
  heard(frame: string): void;
  ponged(): void;
  closed(): void;
}

/** As much of a sentence as a close frame holds: 123 bytes. */
export function closeReason(sentence: string): string {
  return Buffer.from(sentence).subarray(0, 100).toString();
}
