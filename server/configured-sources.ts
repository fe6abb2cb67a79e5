// Settings' list of sources → definitions with checked options. Everything that is wrong is listed at once.
import { z } from 'zod';
import { check } from '#core/check.ts';
import { BadSettings, type Settings } from './config.ts';
import type { SourceDefinition } from './source.ts';
import type { ConfiguredSource } from './source-runner.ts';

/** Always there: events over HTTP need no line in the settings. */
const ALWAYS = 'cloudevents';
/** Its day begins before noon, whatever the hour: who tries it at night sees a floor at work. */
const DEMO = { type: 'floor', hour: 11 };

/** @throws BadSettings */
export function configuredSources(
  settings: Settings,
  known: Map<string, SourceDefinition<unknown>>,
): ConfiguredSource[] {
  const asked: ({ type: string; name?: string } & Record<string, unknown>)[] = [...settings.sources];
  if (!asked.some((source) => source.type === ALWAYS)) asked.push({ type: ALWAYS });
  if (settings.demo ?? settings.sources.length === 0) asked.push(DEMO);
  const problems: string[] = [];
  const sources: ConfiguredSource[] = [];
  for (const [index, { type, name = type, ...rest }] of asked.entries()) {
    const where = `sources.${index} (${name})`;
    const definition = known.get(type);
    if (!definition) {
      problems.push(`${where}: type "${type}" is not known; there are ${[...known.keys()].join(', ')}.`);
      continue;
    }
    if (sources.some((source) => source.name === name))
      problems.push(`${where}: two sources have this name; give each its own.`);
    const options = check(definition.options, rest);
    if (options.success) sources.push({ type, name, definition, options: options.data });
    else problems.push(...options.error.issues.map((issue) => `${where}${problemOf(issue, definition)}`));
  }
  if (problems.length > 0) throw new BadSettings(problems);
  return sources;
}

function problemOf(issue: z.core.$ZodIssue, { options }: SourceDefinition<unknown>): string {
  const at = issue.path.map((part) => `.${String(part)}`).join('');
  if (issue.code !== 'unrecognized_keys') return `${at}: ${issue.message}.`;
  const known =
    options instanceof z.ZodObject && at === '' ? `; there are ${Object.keys(options.shape).join(', ')}` : '';
  return `${at}.${issue.keys.join(', ')}: no such option${known}.`;
}

/**
 * Sources whose simulated events are left out since they were turned off: who tried the demo and then connects a real
 * floor sees that one alone. Simulated events that came over HTTP stay.
 */
export function turnedOff(sources: ConfiguredSource[], known: Map<string, SourceDefinition<unknown>>): string[] {
  return [...known.keys()].filter((type) => !sources.some(({ name }) => name === type));
}
