// tablo doctor: looks at a data folder, at work or not, and says in sentences what is wrong with it and what to do.
import { join, resolve } from 'node:path';
import type { Metric } from '#core/metric.ts';
import { configuredSources, turnedOff } from '../configured-sources.ts';
import { foldFingerprint } from '../history/checkpoint.ts';
import { isDamage } from '../log/folder-problem.ts';
import { loadPlugIns } from '../plug-ins.ts';
import type { SourceDefinition } from '../source.ts';
import { readArguments, settingsOf, type Environment } from './arguments.ts';
import { logOf } from './data-folder.ts';
import { examineComputed } from './doctor/computed.ts';
import { examineDocuments } from './doctor/documents.ts';
import { examineEvents } from './doctor/events.ts';
import { Findings, type Finding } from './doctor/findings.ts';
import { examineFolder, examineLeftovers, examineLock } from './doctor/folder.ts';
import { examineKeys } from './doctor/keys.ts';
import { examineLogFile, MEND } from './doctor/log-file.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const DOCTOR_HELP = `tablo doctor [--quick] [--json] [--data DIR] [--config FILE]

Looks at a data folder, also of a running server, changes nothing, and says what is wrong with it and what to do.
  --quick   SQLite's quick_check instead of integrity_check, and of the events the newest 20 000 only
  --json    one JSON object: folder, isWell, findings and figures
  --data    data folder; default: that of the settings
Ends with 0 when all is well, with 1 when something is wrong, with 2 when it was called wrongly.`;

export async function doctor(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const options = { quick: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = readArguments(args, options, DOCTOR_HELP);
  if (positionals.length > 0)
    throw new WrongUse(`"${positionals[0]}" is no option; name a data folder with --data.\n\n${DOCTOR_HELP}`);
  const settings = settingsOf(values, env);
  const folder = resolve(values.data ?? settings.data);
  const known = await loadPlugIns<SourceDefinition<unknown>>(join(import.meta.dirname, '../sources'));
  const fold = foldFingerprint(turnedOff(configuredSources(settings, known), known));
  const found = new Findings();
  if (examineFolder(folder, found)) {
    const isInUse = examineLock(folder, found);
    examineKeys(folder, found);
    const asked = { log: logOf(folder), quick: values.quick === true, isInUse, settings, now: Date.now() };
    if (await examineLogFile(asked, found, terminal))
      await unlessDamaged(found, async () => {
        await examineEvents(asked, found, terminal);
        await examineComputed(folder, fold, found, terminal);
        const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
        const webhooks = settings.webhooks.map(({ name }) => name);
        await examineDocuments(folder, { metrics, webhooks }, found);
      });
    examineLeftovers(folder, isInUse, found);
  }
  const isWell = found.wrongs === 0;
  if (values.json) terminal.out(JSON.stringify({ folder, isWell, findings: found.list, figures: found.figures }));
  else report(folder, found, terminal);
  return isWell ? 0 : 1;
}

/** What can't be read at all ends the look, and is said. */
async function unlessDamaged(found: Findings, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    found.wrong('log', `The log is damaged (${(cause as Error).message}). ${MEND}.`);
  }
}

const MARKS: Record<Finding['level'], string> = { well: 'well ', note: 'note ', wrong: 'WRONG' };

function report(folder: string, found: Findings, terminal: Terminal): void {
  terminal.out(`The data folder ${folder}:\n`);
  for (const { level, sentence } of found.list) terminal.out(`  ${MARKS[level]}  ${sentence}`);
  const n = found.wrongs;
  terminal.out(n === 0 ? '\nNothing is wrong.' : `\n${n} ${n === 1 ? 'thing is' : 'things are'} wrong.`);
}
