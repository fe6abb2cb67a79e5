// Settings of what a stranger may take: requests, sockets, and time.
import { z } from 'zod';
import { isNetwork } from './http/networks.ts';

export const LIMITS = z
  .strictObject({
    /** of one address (of IPv6: its /64); ten times as many at once */
    requestsPerS: z.number().positive().max(1_000_000).default(500),
    /** of one address, at a time */
    sockets: z.number().int().positive().max(1_000_000).default(1000),
    /** whether what comes from this machine itself is counted, too */
    ownMachine: z.boolean().default(false),
    /** of one sender that has a token or a webhook of its own; ten times as many at once */
    eventsPerS: z.number().positive().max(1_000_000).default(10_000),
    /** until the head of a request is there */
    headS: z.number().positive().max(600).default(10),
    /** until all of a request is there */
    requestS: z.number().positive().max(3600).default(60),
  })
  .prefault({});
export type Limits = z.infer<typeof LIMITS>;

/** Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
export const TRUSTED_PROXIES = z
  .array(z.string().refine(isNetwork, 'is no address or network; write for example 127.0.0.1 or 10.0.0.0/8'))
  .default([]);
