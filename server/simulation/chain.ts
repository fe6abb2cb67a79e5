// A doubly linked list whose items carry their own links: taking anybody out of the middle costs nothing, which is what
// hang-ups and breaks need. An item is in one chain at most.

export interface Linked<T extends Linked<T>> {
  chain: Chain<T> | null;
  previous: T | null;
  next: T | null;
}

export class Chain<T extends Linked<T>> {
  first: T | null = null;
  last: T | null = null;
  size = 0;

  append(item: T): void {
    this.insertAfter(this.last, item);
  }

  /** @param place null: in front of everybody */
  insertAfter(place: T | null, item: T): void {
    const next = place ? place.next : this.first;
    item.chain = this;
    item.previous = place;
    item.next = next;
    if (place) place.next = item;
    else this.first = item;
    if (next) next.previous = item;
    else this.last = item;
    this.size++;
  }

  remove(item: T): void {
    if (item.previous) item.previous.next = item.next;
    else this.first = item.next;
    if (item.next) item.next.previous = item.previous;
    else this.last = item.previous;
    item.chain = item.previous = item.next = null;
    this.size--;
  }
}
