// One line of queue_log: "epoch|callid|queue|agent|EVENT|data…". Nothing in it is escaped: a member's name or a reason
// may contain the separator, so the line is read around its event's name.

import { amount, LONGEST_S } from './amount.ts';

const EVENTS = new Set([
  'QUEUESTART',
  'CONFIGRELOAD',
  'ENTERQUEUE',
  'CONNECT',
  'COMPLETEAGENT',
  'COMPLETECALLER',
  'ABANDON',
  'EXITWITHTIMEOUT',
  'EXITEMPTY',
  'EXITWITHKEY',
  'WITHDRAW',
  'RINGNOANSWER',
  'RINGCANCELED',
  'AGENTDUMP',
  'SYSCOMPAT',
  'BLINDTRANSFER',
  'ATTENDEDTRANSFER',
  'TRANSFER',
  'PAUSE',
  'UNPAUSE',
  'PAUSEALL',
  'UNPAUSEALL',
  'ADDMEMBER',
  'REMOVEMEMBER',
  'PENALTY',
  'RINGINUSE',
  'AGENTLOGIN',
  'AGENTLOGOFF',
]);
const FIRST_EVENT_COLUMN = 4;

export interface QueueLogLine {
  /** epoch s */
  second: number;
  call: string;
  queue: string;
  /** a member's name, an interface, or NONE */
  agent: string;
  event: string;
  data: string[];
}

/** @returns null for a line that is no event of app_queue: other programs write into this file, too */
export function parseQueueLogLine(text: string): QueueLogLine | null {
  const columns = text.split('|');
  const at = columns.findIndex((column, i) => i >= FIRST_EVENT_COLUMN && EVENTS.has(column));
  if (at < 0 || !/^\d{9,11}(\.\d+)?$/.test(columns[0])) return null;
  return {
    second: Math.floor(Number(columns[0])),
    call: columns[1],
    queue: columns[2],
    agent: columns.slice(3, at).join('|'),
    event: columns[at],
    data: columns.slice(at + 1),
  };
}

/** How long the caller had waited, in ms, when this line ended the wait; 0 where it doesn't say. */
export function waitedMs({ event, data }: QueueLogLine): number {
  const column = event === 'CONNECT' ? 0 : event === 'EXITWITHKEY' ? 3 : 2;
  return amount(data[column], LONGEST_S) * 1000;
}
