// The key of this device, by which the server knows it again whatever became of its cookie (P73). It can't be read out of
// the browser, not even by this page. Browsers have it over https and on localhost only.
import { provenText } from '#core/protocol/device.ts';

const DATABASE = 'tablo-device';
const KEYS = 'keys';
const OWN = 'screen';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/** The public part of the key of this device, which is made if there is none. @returns base64url; null: it can have none */
export async function deviceKey(): Promise<string | null> {
  try {
    const { publicKey } = (await recall()) ?? (await make());
    return base64url(await crypto.subtle.exportKey('raw', publicKey));
  } catch {
    return null;
  }
}

/** @returns base64url; null: the key is gone; "": the store failed, which may pass */
export async function sign(nonce: string): Promise<string | null> {
  try {
    const pair = await recall();
    if (!pair) return null;
    return base64url(await crypto.subtle.sign(SIGNING, pair.privateKey, new TextEncoder().encode(provenText(nonce))));
  } catch {
    return '';
  }
}

async function make(): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
  await inStore('readwrite', (keys) => keys.put(pair, OWN));
  return pair;
}

const recall = (): Promise<CryptoKeyPair | undefined> =>
  inStore('readonly', (keys) => keys.get(OWN) as IDBRequest<CryptoKeyPair | undefined>);

async function inStore<T>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(KEYS);
  const database = await done(opening);
  try {
    return await done(act(database.transaction(KEYS, mode).objectStore(KEYS)));
  } finally {
    database.close();
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The store failed.'));
  });
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
