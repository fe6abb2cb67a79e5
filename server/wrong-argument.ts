// What Node's parser of command lines says, as a sentence of ours: it advises on words that begin with a hyphen, and ends
// some sentences without a full stop.

/** @param cause what parseArgs threw */
export function wrongArgument(cause: unknown): string {
  const [sentence] = (cause as Error).message.split(/\. (?=To specify|This command)/);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
