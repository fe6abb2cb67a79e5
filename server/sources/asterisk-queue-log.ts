// Asterisk's queue_log: every stay in a queue with the reason of its end, from the file's beginning on. Beside
// asterisk-ami (same pbx) it fills that one's gaps and says why callers left; alone it shows agents only coarsely.
import { z } from 'zod';
import { followQueueLog } from '../asterisk/queue-log-source.ts';
import { defineSource } from '../source.ts';

export default defineSource({
  about: "Asterisk's queue_log file: history, and why callers left",
  // Neither who calls nor whether it was solved: nothing of what became of a contact.
  gives: ['visits', 'talks', 'wraps', 'agenttime'],
  options: z.strictObject({
    file: z.string().min(1).describe('usually /var/log/asterisk/queue_log; rotation is followed'),
    pbx: z.string().min(1).max(64).default('pbx1').describe('the same name in both sources of one Asterisk'),
    site: z.string().min(1).optional().describe('the site that its contacts and agents belong to'),
    from: z.enum(['start', 'end']).default('start').describe('read what is there already, or only what comes'),
  }),
  events: (options, context) => followQueueLog(options, context),
});
