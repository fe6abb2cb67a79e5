// The rules of alerts: alerts.json of the data folder, else the one that comes with Tablo; watched as boards are, and
// written as a whole.
import { join } from 'node:path';
import type { Logger } from 'pino';
import { parseRules } from '#core/alert/parse-rules.ts';
import type { Rule, Rules } from '#core/alert/rule.ts';
import type { Metric } from '#core/metric.ts';
import { MOST_DOCUMENT_BYTES } from '#core/board/board.ts';
import { fail, type Problem, type Result } from '#core/result.ts';
import { writeWhole } from '../boards/board-file.ts';
import { Documents } from '../boards/documents.ts';
import type { Timers } from '../timers.ts';

const ID = 'alerts';
export const RULES_FILE = `${ID}.json`;

export interface RulesFileOptions {
  folders: { data: string; shipped: string };
  metrics: ReadonlyMap<string, Metric>;
  /** names */
  webhooks: readonly string[];
  logger: Logger;
}

export class RulesFile {
  readonly #documents: Documents<Rules>;
  readonly #file: string;
  #last: readonly Rule[] = [];
  readonly #parse: (raw: unknown) => Result<Rules>;

  constructor({ folders, metrics, webhooks, logger }: RulesFileOptions) {
    this.#parse = (raw) => parseRules(raw, metrics, webhooks);
    this.#file = join(folders.data, RULES_FILE);
    this.#documents = new Documents({
      kind: 'rules of alerts',
      only: ID,
      folders,
      parse: this.#parse,
      logger,
      onChanged: () => {},
    });
  }

  async start(timers: Timers): Promise<void> {
    await this.#documents.start(timers);
  }

  async stop(): Promise<void> {
    await this.#documents.stop();
  }

  /** A file that is gone leaves the last good ones: the web app may just be built anew. */
  get rules(): readonly Rule[] {
    return (this.#last = this.#documents.get(ID)?.value?.rules ?? this.#last);
  }

  /** Where they come from, and what is wrong with their file. */
  get origin(): 'data' | 'shipped' | 'none' {
    return this.#documents.get(ID)?.origin ?? 'none';
  }

  get problems(): Problem[] {
    return this.#documents.get(ID)?.problems ?? [];
  }

  /** On disk and in force when it resolves. @throws what the file system says */
  async save(raw: unknown): Promise<Result<Rules>> {
    const parsed = this.#parse(raw);
    if (!parsed.ok) return parsed;
    // As it was sent: what was left out may have another default one day.
    const text = `${JSON.stringify(raw, null, 2)}\n`;
    const size = Buffer.byteLength(text);
    if (size > MOST_DOCUMENT_BYTES)
      return fail('too_large', `The rules have ${size} bytes as a file; at most ${MOST_DOCUMENT_BYTES} are read.`);
    await writeWhole(this.#file, text);
    await this.#documents.lookNow();
    return parsed;
  }
}
