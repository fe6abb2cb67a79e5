// Columns of a table that lie elsewhere, each taken when somebody first asks for it: of a day in a file most questions need
// less than half.
import { isLater, type Column, type LaterColumn } from './dump.ts';

class LaterColumns {
  readonly taken: (Column | undefined)[];
  readonly #kept: readonly (Column | LaterColumn)[];

  constructor(kept: readonly (Column | LaterColumn)[]) {
    this.#kept = kept;
    this.taken = kept.map((column) => (isLater(column) ? undefined : column));
  }

  take(place: number): Column {
    const column = this.#kept[place];
    return (this.taken[place] = isLater(column) ? column.read() : column);
  }
}

/** By the names of a table: getters on a prototype that all its days share are as quick as fields, others are not. */
const classes = new Map<string, typeof LaterColumns>();

/** @param kept in the order of the names. @returns an object with a property a name */
export function columnsLater(names: readonly string[], kept: readonly (Column | LaterColumn)[]): object {
  const key = names.join(' ');
  let found = classes.get(key);
  if (!found) classes.set(key, (found = classFor(names)));
  return new found(kept);
}

function classFor(names: readonly string[]): typeof LaterColumns {
  const made = class extends LaterColumns {};
  for (const [place, name] of names.entries())
    Object.defineProperty(made.prototype, name, {
      get(this: LaterColumns) {
        return this.taken[place] ?? this.take(place);
      },
    });
  return made;
}
