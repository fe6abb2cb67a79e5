// Which messages travel together, by the first word of their key: what walls say, what only the panel says that tells
// why, what only the editor of boards says, what only the pages about people say, and all that the other pages say. A word
// that is not listed here is the other pages'.

export type Part = 'wall' | 'why' | 'edit' | 'access' | 'desk';

/** Said by a wall or a kiosk; tests/architecture/languages.test.ts finds what is missing and what is too much. */
const WALL = `age agent agents alert assistant board deflection flow goal heat kiosk ladder level message metric nowhere nps number
  problem queues rewind sales screen service session site source staffing start stream table unit wait widget window
  worst`;
const WALL_WORDS: ReadonlySet<string> = new Set(WALL.split(/\s+/));
const PANEL_WORDS: ReadonlySet<string> = new Set(['why', 'code']);

export function partOf(key: string): Part {
  const word = key.slice(0, key.indexOf('.'));
  if (PANEL_WORDS.has(word)) return 'why';
  if (word === 'edit' || word === 'access') return word;
  return WALL_WORDS.has(word) ? 'wall' : 'desk';
}
