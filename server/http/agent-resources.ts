// /api/v1/agents/{id}: what is done with all that is kept of one agent. The rows of who is there now are the API's.
import { z } from 'zod';
import { answerAgents } from '#core/answers.ts';
import type { Floor } from '#core/floor/floor.ts';
import { agentExport } from '../privacy/agent-export.ts';
import type { ErasureView } from '../privacy/eraser.ts';
import { instant, iso, note } from './door-answers.ts';
import { HttpError } from './http-error.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';

const erasure = z.strictObject({
  pseudonym: z.string().describe('what stands in the place of id and name; made by chance'),
  ...{ asked: instant, done: instant.nullable().describe('null: under way in the background') },
  progress: z.strictObject({ done: z.number(), of: z.number() }).describe('places of the log that are read'),
  rests: z.array(z.string()).describe('where they may still be told of, a sentence each'),
  problem: z.string().nullable().describe('why it is not done yet; it is tried again each minute'),
});

const AGENTS = { needs: 'agents' } as const;

export const AGENT_RESOURCES: Resource[] = [
  {
    ...{ method: 'GET', path: '/api/v1/agents/{id}/export', operationId: 'exportAgent', ...AGENTS, status: 200 },
    summary: 'All that is kept of an agent, a line of JSON each: now, events, names, notes, looks at them, days.',
    answer: z.looseObject({ kind: z.enum(['export', 'now', 'event', 'name', 'alert', 'message', 'audit', 'day']) }),
    handle: exportAgent,
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/agents/{id}', operationId: 'eraseAgent', ...AGENTS, status: 202 },
    summary: 'Erases an agent: no answer names them from now on, and soon no file. What was counted stays.',
    answer: erasure,
    handle: erase,
  },
  {
    ...{ method: 'GET', path: '/api/v1/erasures', operationId: 'erasures', ...AGENTS, status: 200 },
    summary: 'Agents that were erased, or are being; the latest first.',
    answer: z.strictObject({ erasures: z.array(erasure) }),
    handle: (_, { eraser }) => ({ erasures: eraser.all().map(publicErasure) }),
  },
];

function exportAgent(id: string, context: ResourceContext): WithHeaders {
  mustBeKnown(id, context);
  note(context, 'agent-exported', id);
  const { engine, folder, now, historian } = context;
  const at = now();
  const there = answerAgents(engine, {}, at).find((one) => one.id === id);
  const first = [{ kind: 'export', agent: id, at: iso(at) }, ...(there ? [{ kind: 'now', ...there }] : [])];
  const dayOf = async (day: string): Promise<object | null> => {
    const query = new URLSearchParams({ agent: id, day }).toString();
    return historian.answer('/api/v1/agent-day', query, at).catch(() => null);
  };
  return new WithHeaders(agentExport({ folder, agent: id, names: namesOf(engine.floor, id) }, first, dayOf), {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'content-disposition': 'attachment; filename="tablo-agent.ndjson"',
  });
}

async function erase(id: string, context: ResourceContext): Promise<object> {
  mustBeKnown(id, context);
  const asked = await context.eraser.ask(id, namesOf(context.engine.floor, id));
  note(context, 'agent-erased', asked.pseudonym);
  return publicErasure(asked);
}

/** @throws HttpError 404 */
function mustBeKnown(id: string, { engine: { floor } }: ResourceContext): void {
  if (floor.agents.all.has(id) || floor.agentNames.find(id) !== undefined) return;
  throw new HttpError(
    404,
    'unknown_agent',
    `There is no agent "${id}"; it may be a name, or of somebody who is erased.`,
  );
}

function namesOf({ agents }: Floor<unknown>, id: string): string[] {
  const name = agents.all.get(id)?.attribute('name', Infinity) ?? '';
  return name === '' ? [] : [name];
}

const publicErasure = ({ pseudonym, askedAt, doneAt, progress, rests, problem }: ErasureView): object => ({
  ...{ pseudonym, asked: iso(askedAt), done: doneAt === null ? null : iso(doneAt) },
  ...{ progress: { done: progress.done, of: progress.of }, rests, problem },
});
