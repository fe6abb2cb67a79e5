// The API's document, OpenAPI 3.1, made of the schemas that validate what comes in and describe what goes out.
import { z } from 'zod';
import { EVENT_DATA, ENVELOPE } from '#core/event.ts';
import { API } from './api.ts';
import type { Resource } from './resource.ts';
import { RESOURCES } from './resources.ts';
import * as answers from './answers.ts';

type Json = Record<string, unknown>;

/** As others write it: before defaults and conversions. */
const schemaOf = (schema: z.ZodType): Json => {
  const json: Json = { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' }) };
  delete json.$schema;
  return json;
};
const json = (schema: z.ZodType): Json => ({ 'application/json': { schema: schemaOf(schema) } });
const answer = (description: string, schema: z.ZodType): Json => ({ description, content: json(schema) });
const PROBLEM = answer('What is wrong, in a sentence.', answers.errorAnswer);

export function openApi(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tablo',
      version: '1',
      description: 'Events in, numbers out. Durations are seconds, ratios 0–1, times RFC 3339 in UTC.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [],
    paths: {
      ...Object.fromEntries(Object.entries(API).map(([path, route]) => [path, { get: readOperation(path, route) }])),
      '/api/v1/events': { post: EVENTS },
      '/api/v1/hooks/{id}': { post: HOOKS },
      ...resourcePaths(),
      '/metrics': { get: text('metrics', 'The same numbers for Prometheus.', 'text/plain') },
      '/openapi.json': { get: text('openapi', 'This document.', 'application/json') },
      '/healthz': {
        get: { operationId: 'healthz', summary: 'Alive.', responses: { 200: answer('Alive.', answers.health) } },
      },
      '/readyz': {
        get: {
          operationId: 'readyz',
          summary: 'Numbers are true: the log is read.',
          responses: { 200: answer('Ready.', answers.readiness), 503: answer('Reading the log.', answers.readiness) },
        },
      },
    },
    components: {
      securitySchemes: SCHEMES,
      schemas: Object.fromEntries(Object.entries(EVENT_DATA).map(([type, schema]) => [type, schemaOf(schema)])),
    },
  };
}

function parametersOf(query: z.ZodObject): Json[] {
  const { properties = {} } = schemaOf(query) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
  }));
}

function readOperation(path: string, { summary, query, answer: shape }: (typeof API)[string]): Json {
  const parameters = parametersOf(query);
  const content = {
    ...json(shape),
    ...('format' in query.shape ? { 'text/csv': TEXT, 'application/x-ndjson': TEXT } : {}),
  };
  return {
    operationId: path.split('/').at(-1),
    summary,
    parameters,
    responses: { 200: { description: summary, content }, 400: PROBLEM, 401: PROBLEM, 403: PROBLEM, 503: PROBLEM },
  };
}

function resourcePaths(): Json {
  const paths: Record<string, Json> = {};
  for (const resource of RESOURCES)
    (paths[resource.path] ??= {})[resource.method.toLowerCase()] = resourceOperation(resource);
  return paths;
}

function resourceOperation(resource: Resource): Json {
  const { path, operationId, summary, takes, query, needs, conditions = [], status, answer: shape } = resource;
  const hasId = path.includes('{id}');
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const headers = conditions.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
  const parameters = [...(hasId ? [id] : []), ...(query ? parametersOf(query) : []), ...headers];
  const refusals = [
    ...(hasId ? [404] : []),
    ...[401, 403],
    ...(query ? [400] : []),
    ...(takes ? [400, 409, 413, 415, 429] : []),
    ...(conditions.length > 0 ? [400, 409, 412] : []),
    503,
  ];
  return {
    operationId,
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(needs === 'nothing' ? {} : { security: SECURITY }),
    ...(takes ? { requestBody: { required: true, content: json(takes) } } : {}),
    responses: {
      [status]: answer(summary, shape),
      ...Object.fromEntries(refusals.map((refusal) => [refusal, PROBLEM])),
    },
  };
}

const TEXT = { schema: { type: 'string' } };

function text(operationId: string, summary: string, type: string): Json {
  return { operationId, summary, responses: { 200: { description: summary, content: { [type]: TEXT } } } };
}

const EVENT: Json = {
  allOf: [
    schemaOf(ENVELOPE),
    {
      oneOf: [
        ...Object.keys(EVENT_DATA).map((type) => ({
          properties: { type: { const: type }, data: { $ref: `#/components/schemas/${type}` } },
        })),
        {
          description: 'any other type is kept and counted as unknown',
          properties: { type: { not: { enum: Object.keys(EVENT_DATA) } } },
        },
      ],
    },
  ],
};
/** Nothing where the doors are open; otherwise a token, or the cookie of who has signed in. */
const SCHEMES = { token: { type: 'http', scheme: 'bearer' }, cookie: { type: 'apiKey', in: 'cookie', name: 'tablo' } };
const SECURITY = [{}, { token: [] }, { cookie: [] }];
const REFUSALS = {
  400: 'No JSON at all.',
  401: 'No token.',
  403: 'A token that is wrong, or not for this.',
  413: 'More than 8 MiB or 10 000 events.',
  415: 'A type that is not taken.',
  429: 'Too busy; see Retry-After.',
  503: 'Could not be put on disk: nothing of it was taken.',
};
const EVENTS: Json = {
  operationId: 'events',
  summary: 'Takes events; answers when the accepted ones are on disk.',
  security: SECURITY,
  requestBody: {
    required: true,
    content: {
      'application/cloudevents+json': { schema: EVENT },
      'application/cloudevents-batch+json': { schema: { type: 'array', maxItems: 10_000, items: EVENT } },
      'application/x-ndjson': TEXT,
    },
  },
  responses: {
    200: answer('What was taken, what was known, what was wrong.', answers.receipt),
    ...Object.fromEntries(
      Object.entries(REFUSALS).map(([status, description]) => [status, answer(description, answers.errorAnswer)]),
    ),
  },
};
const without401 = ({ 401: _, ...others }: Json): Json => others;

/** Where a source of type `webhook` is configured; its name is in the path. */
const HOOKS: Json = {
  operationId: 'hook',
  summary: 'Takes events of one source, signed with its secret (Standard Webhooks); each id once.',
  parameters: [
    { name: 'id', in: 'path', required: true, description: 'name of the source', schema: { type: 'string' } },
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      ...{ name, in: 'header', required: true, schema: { type: 'string' } },
    })),
  ],
  security: [],
  requestBody: EVENTS.requestBody,
  responses: {
    ...without401(EVENTS.responses as Json),
    403: answer('The signature does not fit, is too old, or its id was taken.', answers.errorAnswer),
    404: answer('There is no such source.', answers.errorAnswer),
  },
};
