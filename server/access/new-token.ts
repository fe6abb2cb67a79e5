// What the API and the command line take for a new token, and for its rotation.
import { z } from 'zod';
import { TOKEN_USES } from '#core/access/token-use.ts';

const MOST_DAYS = 3650;
const MOST_HOURS = 30 * 24;

export const NEW_TOKEN = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be 1 to 40 small letters, digits and . _ -'),
    use: z.enum(TOKEN_USES).default('events'),
    sources: z.array(z.string().min(1).max(256)).min(1).max(100).nullable().default(null),
    /** it ends by itself */
    days: z.number().positive().max(MOST_DAYS).optional(),
  })
  .describe('sources: CloudEvents sources that it may send events of; null: any. days: it ends by itself.');

export const ROTATION = z.strictObject({ hours: z.number().min(0).max(MOST_HOURS).default(24) });
