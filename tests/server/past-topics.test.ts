// How many questions screens of the past may ask, whoever is slow: rules P16, P43 and P46, with an answer in the test's
// hands.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FULL_SIGHT } from '#core/access/sight.ts';
import type { ServerMessage } from '#core/protocol/messages.ts';
import type { Moment } from '#core/protocol/moment.ts';
import type { PastAnswer, PastQuestion } from '../../server/history/past-views.ts';
import { HttpError } from '../../server/http/http-error.ts';
import { PastTopics, TICK_MS } from '../../server/past-topics.ts';
import { REAL_TIMERS } from '../../server/timers.ts';
import type { Watcher } from '../../server/watcher.ts';

interface Asked {
  question: PastQuestion;
  answer(): Promise<void>;
  /** answers as one that knows nothing of what was told before */
  forgetful(): Promise<void>;
  fail(error: Error): Promise<void>;
}
interface TestScreen extends Watcher {
  heard: ServerMessage[];
  unread: number;
  dropped: boolean;
}

let asked: Asked[];
let clock: number;
let errors: unknown[];
let topics: PastTopics;

const settle = () => vi.advanceTimersByTimeAsync(0);
const tick = async () => {
  clock += TICK_MS;
  await vi.advanceTimersByTimeAsync(TICK_MS);
};

beforeEach(() => {
  vi.useFakeTimers();
  [asked, clock, errors] = [[], 0, []];
  topics = new PastTopics(
    {
      ask: (question) =>
        new Promise<PastAnswer>((resolve, reject) => {
          const answer = () => (resolve(answerTo(question)), settle().then(() => {}));
          const forgetful = () => (resolve(answerTo(question, true)), settle().then(() => {}));
          asked.push({ question, answer, forgetful, fail: (error) => (reject(error), settle().then(() => {})) });
        }),
      epoch: 'e',
      now: () => 1_000_000 + clock,
      onError: (error) => errors.push(error),
    },
    { ...REAL_TIMERS, monotonic: () => clock },
  );
});
afterEach(() => {
  topics.stop();
  vi.useRealTimers();
});

function answerTo({ topic, at, past, epoch, seq, full }: PastQuestion, isForgetful = seq === 0): PastAnswer {
  const frame = { topic, epoch, seq: seq + 1, asOf: at, past };
  const bytes = (message: object) => new TextEncoder().encode(JSON.stringify(message));
  return {
    seq: seq + 1,
    ...(full || isForgetful ? { full: bytes({ t: 'full', ...frame, state: {} }) } : {}),
    ...(isForgetful ? {} : { delta: bytes({ t: 'delta', ...frame, base: seq }) }),
  };
}

function newScreen(): TestScreen {
  const screen: TestScreen = {
    sight: FULL_SIGHT,
    heard: [],
    unread: 0,
    dropped: false,
    unsent: () => screen.unread,
    send: (frame) => void screen.heard.push(JSON.parse(frame.toString()) as ServerMessage),
    drop: () => void (screen.dropped = true),
  };
  return screen;
}

const play = (speed: Moment['speed'], at = 0): Moment => ({ at, speed });
const kinds = ({ heard }: TestScreen) => heard.map(({ t }) => t);

describe('screens of the past', () => {
  it('[P46] that look at the same moment share one answer, also who comes later', async () => {
    const [a, b, c] = [newScreen(), newScreen(), newScreen()];
    topics.watch(a, 'still', play(0));
    topics.watch(b, 'still', play(0));
    await asked[0].answer();
    topics.watch(c, 'still', play(0));
    expect(asked).toHaveLength(1);
    for (const { heard } of [a, b, c]) expect(heard).toEqual(a.heard);
    expect(kinds(c)).toEqual(['full']);
    topics.unwatch(a);
    topics.unwatch(b);
    topics.unwatch(c);
    topics.watch(a, 'still', play(0));
    expect(asked).toHaveLength(2);
  });

  it('[P46] that begin to play together play together; who comes later has a beginning of its own', async () => {
    const [a, b, c] = [newScreen(), newScreen(), newScreen()];
    topics.watch(a, 'film', play(60));
    topics.watch(b, 'film', play(60));
    await asked[0].answer();
    topics.watch(c, 'film', play(60));
    expect(asked.map(({ question }) => question.at)).toEqual([0, 0]);
    expect(asked[1].question.view).not.toBe(asked[0].question.view);
    await asked[1].answer();
    expect(a.heard).toEqual(b.heard);
    expect(kinds(c)).toEqual(['full']);
  });

  it('[P43] that play leave frames out while an answer is late, and are where they should be when it comes', async () => {
    const screen = newScreen();
    topics.watch(screen, 'film', play(60));
    for (let i = 0; i < 4; i++) await tick();
    expect(asked).toHaveLength(1);
    // Nothing was to be seen yet, so the film begins now.
    await asked[0].answer();
    await tick();
    expect(asked[1].question.at).toBe(60_000);
    for (let i = 0; i < 3; i++) await tick();
    expect(asked).toHaveLength(2);
    await asked[1].answer();
    await tick();
    expect(asked[2].question.at).toBe(5 * 60_000);
    expect(kinds(screen)).toEqual(['full', 'delta']);
  });

  it('[P43] have two questions open at most, each in its turn', async () => {
    const screens = Array.from({ length: 5 }, newScreen);
    for (const [i, screen] of screens.entries()) topics.watch(screen, `film ${i}`, play(10));
    expect(asked).toHaveLength(2);
    for (let i = 0; i < 5; i++) {
      expect(asked.length - i).toBeLessThanOrEqual(2);
      await asked[i].answer();
    }
    await tick();
    await tick();
    expect(asked.map(({ question }) => question.topic)).toEqual([0, 1, 2, 3, 4, 0, 1].map((i) => `film ${i}`));
  });

  it('[P43] that nothing was seen of yet go before those that play', async () => {
    for (let i = 0; i < 4; i++) topics.watch(newScreen(), `film ${i}`, play(10));
    for (let i = 0; i < 4; i++) await asked[i].answer();
    await tick();
    topics.watch(newScreen(), 'still', play(0));
    await asked[4].answer();
    expect(asked.at(-1)?.question.topic).toBe('still');
    await asked[5].answer();
    await asked[6].answer();
    expect(asked.slice(4).map(({ question }) => question.topic)).toEqual([
      'film 0',
      'film 1',
      'still',
      'film 2',
      'film 3',
    ]);
  });

  it('[P43] that went before their turn are not asked about', async () => {
    const screens = Array.from({ length: 3 }, newScreen);
    for (const [i, screen] of screens.entries()) topics.watch(screen, `film ${i}`, play(10));
    topics.unwatch(screens[2]);
    await asked[0].answer();
    await asked[1].answer();
    expect(asked).toHaveLength(2);
  });

  it('[P42] play forty at a time; more may look at a moment, five hundred of them', async () => {
    for (let i = 0; i < 40; i++) expect(topics.watch(newScreen(), `film ${i}`, play(1)).ok).toBe(true);
    const refused = topics.watch(newScreen(), 'film 40', play(1));
    expect(refused).toMatchObject({ ok: false, problem: { code: 'too_many_playing' } });
    expect(topics.watch(newScreen(), 'film 0', play(1)).ok).toBe(true);
    for (let i = 40; i < 500; i++) expect(topics.watch(newScreen(), `still ${i}`, play(0)).ok).toBe(true);
    expect(topics.watch(newScreen(), 'another', play(0))).toMatchObject({ problem: { code: 'too_many_moments' } });
    expect(topics.watch(newScreen(), 'still 499', play(0)).ok).toBe(true);
  });

  it('[P16] that do not read are skipped, get a full frame when they do, and are dropped after a while', async () => {
    const [slow, quick] = [newScreen(), newScreen()];
    topics.watch(slow, 'film', play(1));
    topics.watch(quick, 'film', play(1));
    await asked[0].answer();
    slow.unread = 100_000;
    await tick();
    await asked[1].answer();
    slow.unread = 0;
    await tick();
    await asked[2].answer();
    expect([kinds(slow), kinds(quick)]).toEqual([
      ['full', 'full'],
      ['full', 'delta', 'delta'],
    ]);
    slow.unread = 100_000;
    for (let i = 3; !slow.dropped; i++) {
      await tick();
      await asked[i].answer();
    }
    expect(asked.length).toBeGreaterThan(15);
    topics.unwatch(quick);
    const { length } = asked;
    await tick();
    expect(asked).toHaveLength(length);
  });

  it('[P42] are told the historian’s sentence, and end with it', async () => {
    const screen = newScreen();
    topics.watch(screen, 'still', play(0));
    await asked[0].fail(new HttpError(404, 'not_kept', 'Nothing is kept of it.'));
    expect(screen.heard).toEqual([{ t: 'error', topic: 'still', code: 'not_kept', message: 'Nothing is kept of it.' }]);
    await tick();
    expect(asked).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('[P12] get a full frame where there is nothing that a delta could build on', async () => {
    const screen = newScreen();
    topics.watch(screen, 'film', play(1));
    await asked[0].answer();
    await tick();
    await asked[1].forgetful();
    await tick();
    await asked[2].answer();
    expect(kinds(screen)).toEqual(['full', 'full', 'delta']);
  });

  it('[P43] outlive a historian that ended, but not one that ends each time', async () => {
    const gone = new HttpError(503, 'no_history', 'The historian has ended.');
    const screen = newScreen();
    topics.watch(screen, 'film', play(60));
    await asked[0].fail(gone);
    await tick();
    await asked[1].answer();
    expect(kinds(screen)).toEqual(['full']);
    for (let i = 2; i < 5; i++) {
      await tick();
      await asked[i].fail(gone);
    }
    expect(screen.heard.at(-1)).toMatchObject({ t: 'error', code: 'no_history' });
    await tick();
    expect(asked).toHaveLength(5);
  });

  it('[P42] are told of a bug without its innards, and the log has them', async () => {
    const screen = newScreen();
    topics.watch(screen, 'still', play(0));
    await asked[0].fail(new HttpError(500, 'internal', 'TypeError: x at y.ts:1'));
    expect(screen.heard).toMatchObject([{ t: 'error', code: 'internal' }]);
    expect(JSON.stringify(screen.heard)).not.toContain('TypeError');
    expect(errors).toHaveLength(1);
  });
});
