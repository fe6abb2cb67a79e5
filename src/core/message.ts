// A supervisor's message on walls: what it says, where and until when it is seen. Kept by the server; the numbers of a
// wall stay visible beside it.
import { parseScope, type Scope } from './scope.ts';

export const PRIORITIES = ['info', 'look', 'act'] as const;
export type Priority = (typeof PRIORITIES)[number];
/** characters of a text, as Unicode counts them */
export const MOST_MESSAGE_LENGTH = 280;

export interface Message {
  id: string;
  text: string;
  priority: Priority;
  /** ids of the boards that show it; null: all */
  boards: string[] | null;
  /** walls of this scope and of what lies in it show it; "all": every wall */
  scope: string;
  /** epoch ms */
  fromAt: number;
  /** epoch ms, exclusive */
  untilAt: number;
}

/** State of the topic `messages`: those that hold now, the most urgent first, of those the newest. */
export interface MessagesView {
  messages: Message[];
}

const KINDS = ['site', 'team', 'queue', 'channel'] as const;

/** Whether a wall shows it. @param scope of the wall, as in the API */
export function isFor(message: Message, board: string, scope: string): boolean {
  if (message.boards !== null && !message.boards.includes(board)) return false;
  const [wanted, shown] = [parseScope(message.scope), parseScope(scope)];
  return wanted.ok && shown.ok && contains(wanted.value, shown.value);
}

function contains(outer: Scope, inner: Scope): boolean {
  return KINDS.every((kind) => outer[kind] === undefined || outer[kind] === inner[kind]);
}

const RANK: Record<Priority, number> = { act: 0, look: 1, info: 2 };

export function byUrgency(a: Message, b: Message): number {
  return RANK[a.priority] - RANK[b.priority] || b.fromAt - a.fromAt || (a.id < b.id ? -1 : 1);
}
