// Asterisk's manager interface: callers in queues and their agents, live. Says neither what happened before it was
// connected nor why a caller left; asterisk-queue-log, run beside it under the same pbx, says both.
import { z } from 'zod';
import { listenToAmi } from '../asterisk/ami-source.ts';
import { defineSource } from '../source.ts';

export default defineSource({
  about: 'Asterisk queues, live, over the manager interface (AMI)',
  // Neither who calls nor whether it was solved: nothing of what became of a contact.
  gives: ['visits', 'talks', 'wraps', 'agenttime'],
  options: z.strictObject({
    host: z.string().min(1).describe('host name or address of the manager interface'),
    port: z.int().min(1).max(65535).default(5038).describe('5038, with TLS usually 5039'),
    tls: z.boolean().default(false).describe('encrypted; the certificate has to be valid'),
    user: z.string().min(1).describe('a user of manager.conf with read = agent,system'),
    secret: z.string().min(1).describe("that user's secret; sent as a digest where Asterisk can"),
    pbx: z.string().min(1).max(64).default('pbx1').describe('the same name in both sources of one Asterisk'),
    site: z.string().min(1).optional().describe('the site that its contacts and agents belong to'),
  }),
  events: (options, context) => listenToAmi(options, context),
});
