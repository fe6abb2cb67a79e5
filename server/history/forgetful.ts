// The historian's engine without people who are not to be told of any more.
import type { Engine } from '#core/engine.ts';
import { renameAgents, rewordTexts } from '#core/floor/rename-agents.ts';
import { silentAgents } from '#core/floor/silent-agents.ts';
import type { ErasedAgents, ErasedNotes } from '../privacy/erased-agents.ts';

export class Forgetful {
  readonly #engine: Engine;
  readonly #erased: ErasedAgents;

  constructor(engine: Engine, erased: ErasedAgents) {
    this.#engine = engine;
    this.#erased = erased;
  }

  erase(hashes: ErasedNotes['hashes']): void {
    for (const [hash, pseudonym] of hashes) this.#erased.add(hash, pseudonym);
    renameAgents(this.#engine.floor, (id) => this.#erased.pseudonymOf(id));
  }

  /** Who has left before an instant, epoch ms. @returns whether anybody has */
  coverSilent(before: number): boolean {
    const silent = silentAgents(this.#engine.floor, before);
    return renameAgents(this.#engine.floor, (id) => (silent.has(id) ? this.#erased.coverOf(id) : null));
  }

  /** @param words and what stands in their place */
  reword(words: readonly [word: string, pseudonym: string][]): true {
    rewordTexts(this.#engine.floor, new Map(words));
    return true;
  }
}
