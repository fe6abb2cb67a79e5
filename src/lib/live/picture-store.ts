// The last picture of each topic, kept on this machine over a reload and a power cut: what a screen shows while the server
// is away. IndexedDB, since it is there without https, too. Where there is none, nothing is kept, and nothing fails.
import { version } from '$app/environment';

export interface Picture {
  topic: string;
  epoch: string;
  seq: number;
  /** epoch ms by the server's clock */
  asOf: number;
  state: unknown;
  /** so much was this machine's clock ahead of the server's */
  clockOffMs: number;
}

type Kept = Picture & { build: string; keptAt: number };

const DATABASE = 'tablo';
const PICTURES = 'pictures';
/** a kiosk has so many boards at most; the one that was kept longest ago goes first */
const MOST = 40;
/** The system writes by itself within half a minute; so often it has to be on the disk, and no oftener: cards wear out. */
const STRICT_MS = 60_000;

export class PictureStore {
  readonly #opened: Promise<IDBDatabase | null> = open();
  #strictAt = -Infinity;

  /** Never older over newer of the same server's life. */
  async keep(picture: Picture): Promise<void> {
    const database = await this.#opened;
    if (!database) return;
    const kept: Kept = { ...picture, build: version, keptAt: Date.now() };
    try {
      const pictures = this.#write(database);
      const before = await done(pictures.get(picture.topic) as IDBRequest<Kept | undefined>);
      if (before?.epoch === picture.epoch && before.seq > picture.seq && before.build === version) return;
      await done(pictures.put(kept));
      await discard(pictures);
    } catch {
      // No room, or the browser took it back: the screen goes on without.
    }
  }

  /** @returns null: none, or one of another build, whose shape may be another */
  async recall(topic: string): Promise<Picture | null> {
    const database = await this.#opened;
    if (!database) return null;
    try {
      const pictures = database.transaction(PICTURES).objectStore(PICTURES);
      const kept = await done(pictures.get(topic) as IDBRequest<Kept | undefined>);
      return kept?.build === version ? kept : null;
    } catch {
      return null;
    }
  }

  /** Whoever may see nothing here any more leaves nothing behind. */
  async forgetAll(): Promise<void> {
    const database = await this.#opened;
    if (database) await done(this.#write(database).clear()).catch(() => {});
  }

  async close(): Promise<void> {
    (await this.#opened)?.close();
  }

  #write(database: IDBDatabase): IDBObjectStore {
    const isStrict = performance.now() - this.#strictAt >= STRICT_MS;
    if (isStrict) this.#strictAt = performance.now();
    const durability = isStrict ? 'strict' : 'relaxed';
    return database.transaction(PICTURES, 'readwrite', { durability }).objectStore(PICTURES);
  }
}

async function discard(pictures: IDBObjectStore): Promise<void> {
  if ((await done(pictures.count())) <= MOST) return;
  const all = await done(pictures.getAll() as IDBRequest<Kept[]>);
  const newestFirst = all.sort((a, b) => b.keptAt - a.keptAt);
  await Promise.all(newestFirst.slice(MOST).map(({ topic }) => done(pictures.delete(topic))));
}

async function open(): Promise<IDBDatabase | null> {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PICTURES, { keyPath: 'topic' });
    return await done(request);
  } catch {
    return null;
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The store failed.'));
  });
}
