// Promised calls: asked for instead of waiting on, due within the hour, done or given up. The matter keeps its contact.
import type { Contact } from './scene.ts';
import type { World } from './world.ts';

type CallbackState = 'asked' | 'due' | 'done' | 'cancelled';

export function askCallback(world: World, contact: Contact): void {
  const { agenda, random, recorder } = world;
  const dueAt = agenda.now + random.between(10, 45) * 60_000;
  contact.callback = `${contact.id}/cb`;
  change(world, contact, 'asked', recorder.time(dueAt));
  agenda.at(dueAt, () => {
    change(world, contact, 'due');
    world.enter(contact, 'callbacks');
  });
}

export function doneCallback(world: World, contact: Contact): void {
  change(world, contact, 'done');
}

export function missCallback(world: World, contact: Contact): void {
  change(world, contact, 'cancelled');
}

function change({ agenda, recorder }: World, contact: Contact, state: CallbackState, due?: string): void {
  const callback = contact.callback as string;
  const data = { callback, contact: contact.id, queue: 'callbacks', state, ...(due && { due }) };
  recorder.record(agenda.now, 'callback.changed', callback, data);
}
