// One Tablo: log, engine, sources, HTTP and sockets, put together and taken down in the right order.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { Engine } from '#core/engine.ts';
import { heardSubjects } from '#core/heard-subjects.ts';
import type { Metric } from '#core/metric.ts';
import { openAccessDb } from './access/access-db.ts';
import { aliasKey, createVeil } from './access/aliases.ts';
import { noteUnproven } from './access/device-keys.ts';
import { Doors } from './access/doors.ts';
import { NamesRead } from './access/names-read.ts';
import { openAlerts } from './alerts/open-alerts.ts';
import { Boards } from './boards/boards.ts';
import { isOfBoards, openBoardTopic } from './boards/board-topics.ts';
import { createLinter } from './boards/linter.ts';
import { isLoopback, type Settings } from './config.ts';
import { configuredSources, turnedOff } from './configured-sources.ts';
import { DiskTrouble } from './disk-trouble.ts';
import { countHealths, FleetWatch } from './fleet-watch.ts';
import { Fleet } from './fleet.ts';
import { Gateway } from './gateway.ts';
import { Historian } from './history/historian.ts';
import { replay } from './history/replay.ts';
import { PrometheusExposition } from './http/prometheus.ts';
import { createHttpServer } from './http/server.ts';
import { Visitors } from './http/visitors.ts';
import { Hub } from './hub.ts';
import { Ingest } from './ingest.ts';
import { brokenPages } from './log/broken-pages.ts';
import { EventLog } from './log/event-log.ts';
import { directoryOf } from './operator.ts';
import { urlOf } from './own-address.ts';
import { LongReadings } from './long-readings.ts';
import { Messages } from './messages/messages.ts';
import { PastTopics } from './past-topics.ts';
import { loadPlugIns } from './plug-ins.ts';
import { noteRetention } from './privacy/note-retention.ts';
import { openErased, openEraser, openPastAgents } from './privacy/open-eraser.ts';
import { Progress } from './progress.ts';
import { Publisher } from './publisher.ts';
import type { SourceDefinition } from './source.ts';
import { Retention } from './retention.ts';
import { SourceRunner } from './source-runner.ts';
import { sourceViews } from './source-views.ts';
import { REAL_TIMERS } from './timers.ts';
import { openTopic } from './topics.ts';
import { mustBeBuilt, webBuild } from './web-build.ts';

/** The machine is the live floor's alone when it starts. */
const HISTORIAN_AFTER_MS = 1000;

export interface AppOptions {
  settings: Settings;
  /** epoch ms */
  now(): number;
  /** folder of the built web app */
  web: string;
}

export interface App {
  url: string;
  doors: Doors;
  engine: Engine;
  /** Resolves when the log is replayed and the numbers are true. */
  ready: Promise<void>;
  /** Resolves with a sentence when nothing can be taken any more: the process has to be started again. */
  broken: Promise<string>;
  close(): Promise<void>;
}

export async function createApp({ settings, now, web }: AppOptions): Promise<App> {
  mustBeBuilt(web);
  const logger = pino({ level: settings.logLevel });
  const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../src/core/metrics'));
  const known = await loadPlugIns<SourceDefinition<unknown>>(join(import.meta.dirname, 'sources'));
  const sources = configuredSources(settings, known);
  const directory = directoryOf(settings, sources, metrics);
  const engine = new Engine(metrics, directory);
  const log = await EventLog.open(settings.data);
  if (log.brokenPages > 0) logger.warn(brokenPages(log.brokenPages));
  const accessDb = openAccessDb(settings.data);
  const doors = new Doors({
    db: accessDb,
    now,
    directory,
    playlist: (id) => boards.kiosks.get(id)?.value ?? null,
    // A proxy on this machine shows it to others.
    loopback: isLoopback(settings.host) && settings.trustedProxies.length === 0,
    ...{ open: settings.open, token: settings.token, publicUrl: settings.publicUrl, origins: settings.origins },
    signedInMs: settings.signedInHours * 3_600_000,
    oidc: settings.oidc,
  });
  const key = aliasKey(accessDb);
  const veil = createVeil(settings.aliases, key, directory.zone);
  const names = new NamesRead(doors.audit, now);
  const erased = openErased(accessDb, settings);
  const leftOut = turnedOff(sources, known);
  const historian = new Historian(
    {
      folder: settings.data,
      log: log.file,
      directory,
      turnedOff: leftOut,
      checkpointEveryS: settings.checkpointEveryS,
      hotDays: settings.hotDays,
      ...{ aliases: settings.aliases, aliasKey: key },
      ...{ agentDays: settings.agentDays, retentionDays: settings.retentionDays },
      simulatedRetentionHours: settings.simulatedRetentionHours,
      erased: erased.notes,
    },
    { health: () => ingest.health, logger },
  );
  const ingest = new Ingest(engine, log, now, erased);
  ingest.onFailed = (error, { id, source }) =>
    logger.error({ err: error, id, source }, 'an event could not be applied');
  const disk = new DiskTrouble(now, logger);
  log.onAppended = (failure) => (failure ? disk.failed(failure) : disk.worked());
  const broken = new Promise<string>((resolve) => (log.onBroken = ({ message }) => resolve(message)));
  const views = (at: number) => disk.shownIn(sourceViews(engine, ingest.health, at));
  const epoch = now().toString(36);
  const messages = new Messages({
    log,
    now,
    newId: randomUUID,
    onChanged: () => publisher.touch(),
    onError: (error) => logger.error({ err: error }, 'messages that are over could not be written down'),
  });
  const boards = new Boards({
    folders: { data: settings.data, shipped: web },
    linter: createLinter({ web, metrics, sources, heard: () => heardSubjects(engine.floor) }),
    logger,
    log,
    now,
    onChanged: () => {
      gateway.documentsChanged();
      publisher.touch();
    },
  });
  const { alerts, rules, webhooks } = openAlerts({
    ...{ settings, web, metrics, engine, log, health: ingest.health, views, now, logger },
    language: directory.language,
    onChanged: () => publisher.touch(),
  });
  const eraser = openEraser({
    ...{ folder: settings.data, db: accessDb, log, erased, audit: doors.audit, now, logger, engine, historian },
    texts: [messages, alerts],
    onHidden: () => (names.forget(), publisher.touch()),
  });
  const topics = {
    board: boards.boards,
    kiosk: boards.kiosks,
    messages: (at: number) => messages.active(at),
    alerts: (at: number) => alerts.view(at),
  };
  const longReadings = new LongReadings((question) => historian.view(question), metrics);
  const hub = new Hub(epoch, (topic, sight) =>
    isOfBoards(topic)
      ? openBoardTopic(topic, topics, sight, directory)
      : openTopic(topic, engine, views, sight.names ? null : veil, (...asked) => longReadings.of(...asked)),
  );
  const publisher = new Publisher(hub, now, (error) => logger.error({ err: error }, 'a topic could not be computed'));
  const past = new PastTopics({
    ask: (question) => historian.view(question),
    epoch,
    now,
    onError: (error) => logger.error({ err: error }, 'a moment of the past could not be computed'),
  });
  const runner = new SourceRunner({ engine, ingest, log, logger, now, eventsPerS: settings.limits.eventsPerS });
  const state: { ready: boolean; historianTimer?: NodeJS.Timeout } = { ready: false };
  const progress = new Progress(REAL_TIMERS, (line) => logger.info(`reading the log: ${line}`));
  const starting = () => (state.ready ? null : progress.now());

  const build = webBuild(web);
  const fleet = new Fleet(build, now, REAL_TIMERS.monotonic);
  const fleetWatch = new FleetWatch(doors, fleet, logger);
  const { trustedProxies, limits } = settings;
  const visitors = new Visitors({ trustedProxies, ...limits, monotonic: REAL_TIMERS.monotonic });
  const server = createHttpServer({
    context: { engine, now, sources: views },
    historian,
    directory,
    prometheus: new PrometheusExposition({
      ...{ engine, sources: views, health: ingest.health },
      screens: () => countHealths(doors, fleet, doors.screens.all()),
    }),
    routes: runner.routes(sources),
    visitors,
    limits,
    resources: {
      ...{ boards, messages, alerts, rules, doors, fleet, directory, now },
      ...{ engine, historian, eraser, folder: settings.data },
    },
    doors,
    veil,
    names,
    agentsFrom: () => erased.coverBefore,
    isReady: () => state.ready,
    progress: () => progress.now(),
    web,
    log: logger,
  });
  const gateway = new Gateway(server, {
    hub,
    past,
    doors,
    directory,
    names,
    ...{ fleet, devices: doors.deviceKeys },
    onUnproven: (asker, address) => noteUnproven(doors, asker, address),
    build,
    language: settings.language,
    renewAt: settings.renewAt || undefined,
    visitors,
    now,
    starting,
    onError: (error) => logger.error({ err: error }, 'a screen could not be served'),
  });
  doors.onChanged = () => gateway.rightsChanged();
  await boards.start(REAL_TIMERS);
  messages.start(REAL_TIMERS);
  await rules.start(REAL_TIMERS);
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(settings.port, settings.host, resolve),
  );

  const start = async () => {
    const startedAt = performance.now();
    const { restored, replayed } = await replay({
      folder: settings.data,
      log: log.file,
      engine,
      turnedOff: leftOut,
      erased,
      onFailed: ingest.onFailed,
      hotDays: settings.hotDays,
      build: (onProgress) => historian.build(onProgress),
      onProgress: (done, of) => progress.tell(done, of),
      logger,
    });
    await noteRetention(log, doors.audit, settings);
    await retention.start().catch((error: unknown) => logger.error({ err: error }, 'retention could not begin'));
    state.ready = true;
    gateway.opened();
    ingest.onApplied = () => publisher.touch();
    runner.start(sources);
    alerts.start(REAL_TIMERS);
    webhooks.start(REAL_TIMERS);
    fleetWatch.start(REAL_TIMERS);
    eraser.start();
    state.historianTimer = setTimeout(
      () => historian.start(),
      Math.min(HISTORIAN_AFTER_MS, settings.checkpointEveryS * 1000),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    logger.info({ restored, replayed, seconds }, 'log read, numbers are true');
  };
  const ready = start();
  const pastAgents = openPastAgents({ folder: settings.data, log, erased, settings, logger, engine, historian });
  const retention = new Retention({ engine, log, settings, now, logger, onTime: (at) => pastAgents.run(at) });

  return {
    url: urlOf(settings.host, (server.address() as AddressInfo).port),
    doors,
    engine,
    ready,
    broken,
    close: async () => {
      publisher.stop();
      past.stop();
      gateway.close();
      server.close();
      server.closeIdleConnections();
      await ready.catch(() => {});
      retention.stop();
      fleetWatch.stop();
      await Promise.all([eraser.stop(), pastAgents.stop()]);
      await runner.stop();
      await webhooks.stop();
      await Promise.all([boards.stop(), rules.stop(), messages.stop(), alerts.stop()]);
      clearTimeout(state.historianTimer);
      await historian.close();
      await log.close();
      accessDb.close();
      server.closeAllConnections();
    },
  };
}
