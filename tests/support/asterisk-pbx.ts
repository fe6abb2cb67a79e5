// What a PBX knows at an instant of a recording, so that it can answer QueueStatus as Asterisk would have then.
import type { Block } from '../../server/asterisk/ami-block.ts';

export type Fields = Record<string, string | number>;

const MEMBER_FIELDS = [
  'StateInterface',
  'Membership',
  'Penalty',
  'CallsTaken',
  'LastCall',
  'LastPause',
  'LoginTime',
  'InCall',
  'Status',
  'Paused',
  'PausedReason',
  'Wrapuptime',
];

export const formatBlock = (fields: Fields) =>
  `${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}\r\n`)
    .join('')}\r\n`;

export class PbxModel {
  #queues = new Map<string, Fields>();
  #members = new Map<string, Fields>();
  #callers = new Map<string, { queue: string; contact: string; joinedAt: number }>();

  /** has members, so that a list of it is one */
  get isKnown(): boolean {
    return this.#members.size > 0;
  }

  follow(block: Block, at: number): void {
    const event = block.get('Event') ?? '';
    const queue = block.get('Queue') ?? '';
    const face = block.get('Location') ?? block.get('Interface') ?? '';
    const contact = block.get('Uniqueid') ?? '';
    if (event === 'QueueParams') this.#queues.set(queue, { Queue: queue });
    else if (event === 'QueueMemberRemoved') this.#members.delete(`${queue}\0${face}`);
    else if (event.startsWith('QueueMember') && block.has('Status')) {
      const rest = Object.fromEntries(MEMBER_FIELDS.map((field) => [field, block.get(field) ?? '']));
      this.#members.set(`${queue}\0${face}`, {
        Queue: queue,
        Name: block.get('Name') ?? block.get('MemberName') ?? '',
        Location: face,
        ...rest,
      });
    } else if (event === 'QueueCallerJoin') this.#callers.set(`${queue}\0${contact}`, { queue, contact, joinedAt: at });
    else if (event === 'QueueCallerLeave') this.#callers.delete(`${queue}\0${contact}`);
  }

  /** Everybody is gone, as after kill -9. */
  clear(): void {
    this.#members.clear();
    this.#callers.clear();
  }

  removeMember(queue: string, face: string): void {
    this.#members.delete(`${queue}\0${face}`);
  }

  waiting(queue: string): string[] {
    return [...this.#callers.values()].filter((caller) => caller.queue === queue).map((caller) => caller.contact);
  }

  list(ActionID: string, at: number): string[] {
    const items = [...this.#queues.values()].flatMap((queue) => {
      const members = [...this.#members.values()].filter((member) => member.Queue === queue.Queue);
      const callers = [...this.#callers.values()].filter((caller) => caller.queue === queue.Queue);
      return [
        { Event: 'QueueParams', ...queue },
        ...members.map((member) => ({ Event: 'QueueMember', ...member })),
        ...callers.map(({ contact, joinedAt }, i) => {
          const Wait = Math.floor(at / 1000) - Math.floor(joinedAt / 1000);
          return { Event: 'QueueEntry', Queue: queue.Queue, Position: i + 1, Uniqueid: contact, Wait, Priority: 0 };
        }),
      ];
    });
    return [
      formatBlock({ Response: 'Success', ActionID, EventList: 'start', Message: 'Queue status will follow' }),
      ...items.map((item) => formatBlock({ ...item, ActionID })),
      formatBlock({ Event: 'QueueStatusComplete', ActionID, EventList: 'Complete', ListItems: items.length }),
    ];
  }
}
