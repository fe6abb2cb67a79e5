// What the sessions are given: who computes what is sent, who answers for who asks, and the clock.
import type { Directory } from '#core/directory.ts';
import type { Starting } from '#core/protocol/messages.ts';
import type { Asker } from './access/asker.ts';
import type { DeviceKeys } from './access/device-keys.ts';
import type { NamesRead } from './access/names-read.ts';
import type { Fleet } from './fleet.ts';
import type { Hub } from './hub.ts';
import type { PastTopics } from './past-topics.ts';

export interface SessionsOptions {
  hub: Hub;
  /** absent: there is nobody to ask about the past */
  past?: Pick<PastTopics, 'watch' | 'unwatch' | 'resync'>;
  /** which team and queue is of which site */
  directory: Pick<Directory, 'teams' | 'queues'>;
  /** whether what was said of an asker still holds; absent: it always does */
  holds?(asker: Asker): boolean;
  names?: Pick<NamesRead, 'read'>;
  /** absent: nobody asks how screens are */
  fleet?: Pick<Fleet, 'came' | 'told'>;
  /** of screens that have to prove that they are the device that was paired; absent: none has */
  devices?: Pick<DeviceKeys, 'has' | 'proves'>;
  /** one could not */
  onUnproven?(asker: Asker, address: string): void;
  /** name of the web build that this server serves */
  build: string;
  /** the operator's, for screens that are asked for none */
  language?: string;
  /** when screens that nobody touches load themselves again, "04:00"; absent: never */
  renewAt?: string;
  /** epoch ms */
  now(): number;
  /** how far the log is read; null when it is, and the numbers are true */
  starting?(): Omit<Starting, 't'> | null;
  /** A bug met one screen; the others go on. */
  onError(error: unknown): void;
}
