// Which contacts are of one customer, in the order in which they started: whether somebody came back.

/** More contacts than a person has: a switchboard, or one hash for everybody. Nobody "came back" then. */
const MOST = 1000;

export class Customers {
  /** rows of contacts by start; a customer of one contact has just the row, to save memory */
  #rows = new Map<string, number | number[]>();
  /** customer of a contact's row */
  #names: (string | undefined)[] = [];
  readonly #startedAt: (row: number) => number;

  constructor(startedAt: (row: number) => number) {
    this.#startedAt = startedAt;
  }

  /** undefined = nobody known */
  nameOf(row: number): string | undefined {
    return this.#names[row];
  }

  /** The contact's start is the customer's from now on; undefined = of nobody known. Call it after each change. */
  put(row: number, customer: string | undefined): void {
    this.remove(row);
    if (customer === undefined) return;
    this.#names[row] = customer;
    const known = this.#rows.get(customer);
    if (known === undefined) {
      this.#rows.set(customer, row);
      return;
    }
    const rows = typeof known === 'number' ? [known] : known;
    let i = rows.length;
    while (i > 0 && this.#startedAt(rows[i - 1]) > this.#startedAt(row)) i--;
    rows.splice(i, 0, row);
    this.#rows.set(customer, rows);
  }

  remove(row: number): void {
    const customer = this.#names[row];
    if (customer === undefined) return;
    this.#names[row] = undefined;
    const known = this.#rows.get(customer);
    if (typeof known === 'number') this.#rows.delete(customer);
    else if (known) {
      known.splice(known.indexOf(row), 1);
      if (known.length === 0) this.#rows.delete(customer);
    }
  }

  /** When the customer of this contact first started another one after an instant; 0 = never, or nobody knows. */
  returnedAt(row: number, after: number): number {
    const rows = this.#all(row);
    if (rows.length > MOST) return 0;
    for (const other of rows) if (other !== row && this.#startedAt(other) > after) return this.#startedAt(other);
    return 0;
  }

  /** The contacts whose customer's return may be another now that this one started. */
  companionsOf(row: number): readonly number[] {
    const rows = this.#all(row);
    return rows.length > MOST + 1 ? [] : [...rows];
  }

  /** All contacts of this contact's customer, by start; none when it is the only one. */
  #all(row: number): readonly number[] {
    const customer = this.#names[row];
    const known = customer === undefined ? undefined : this.#rows.get(customer);
    return typeof known === 'object' ? known : [];
  }
}
