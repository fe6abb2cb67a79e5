import { describe, expect, test } from 'vitest';
import { brightness, type Playlist } from '#core/board/playlist.ts';
import type { Level } from '#core/level.ts';
import { PLACES } from '#lib/kiosk/pixel-shift.ts';
import { RedSites } from '#lib/kiosk/red-sites.ts';
import { Rotation } from '#lib/kiosk/rotation.ts';
import { zoneTime } from '#lib/kiosk/zone-clock.ts';

const playlist = (more: Partial<Playlist> = {}): Playlist => ({
  version: 1,
  title: 'Lobby',
  boards: [
    { board: 'floor', seconds: 20 },
    { board: 'sales', scope: 'site:rostov', seconds: 10 },
  ],
  ...more,
});

/** A kiosk before which time passes in steps of a quarter of a second. */
class Stage {
  now = 0;
  rotation: Rotation;
  /** boards whose first picture never comes */
  missing = new Set<string>();
  /** what was seen, with the second at which it came */
  seen: string[] = [];

  constructor(given: Playlist) {
    this.rotation = new Rotation(given);
  }
  pass(seconds: number, red: string | null = null): boolean {
    let interrupted = false;
    for (const end = this.now + seconds * 1000; this.now < end; this.now += 250) {
      const { shown, next } = this.rotation;
      interrupted ||= this.rotation.look(this.now, next !== null && !this.missing.has(next.board), red);
      if (this.rotation.shown !== shown) this.seen.push(`${this.now / 1000} ${this.shown}`);
    }
    return interrupted;
  }
  get shown(): string {
    return this.rotation.shown ? `${this.rotation.shown.board} ${this.rotation.shown.scope}` : '';
  }
}

describe('a kiosk', () => {
  test('shows its boards in turn, each as long as the playlist says', () => {
    const stage = new Stage(playlist());
    stage.pass(60);
    expect(stage.seen).toEqual([
      '0.25 floor all',
      '20.25 sales site:rostov',
      '30.25 floor all',
      '50.25 sales site:rostov',
    ]);
  });

  test('prepares a board five seconds before its turn, unseen', () => {
    const stage = new Stage(playlist());
    stage.pass(15);
    expect(stage.rotation.next).toBeNull();
    stage.pass(1);
    expect(stage.rotation.next).toMatchObject({ board: 'sales' });
    expect(stage.shown).toBe('floor all');
  });

  test('keeps a board on the screen until the next has its first picture, and leaves out one that never has', () => {
    const three = playlist({ boards: [...playlist().boards, { board: 'nps', seconds: 5 }] });
    const stage = new Stage(three);
    stage.missing.add('sales');
    stage.pass(40);
    expect(stage.seen.slice(0, 2)).toEqual(['0.25 floor all', '30.5 nps all']);
    stage.missing.delete('sales');
    stage.pass(40);
    expect(stage.seen).toContainEqual(expect.stringMatching(/sales/));
  });

  test('waits for its first board as long as it takes, and asks for each in turn', () => {
    const stage = new Stage(playlist());
    stage.now = 3_600_000;
    stage.missing = new Set(['floor', 'sales']);
    stage.pass(5);
    expect(stage.rotation.next).toMatchObject({ board: 'floor' });
    stage.pass(8);
    expect(stage.rotation.next).toMatchObject({ board: 'sales' });
    stage.missing.clear();
    stage.pass(1);
    expect(stage.shown).toBe('sales site:rostov');
  });

  test('with one board stays with it', () => {
    const stage = new Stage(playlist({ boards: [{ board: 'floor', seconds: 5 }] }));
    stage.pass(60);
    expect(stage.seen).toEqual(['0.25 floor all']);
    expect(stage.rotation.next).toBeNull();
  });

  test('shows the site that turned red and then goes on where it was', () => {
    const stage = new Stage(playlist({ jumpToRed: { board: 'site', stayS: 30 } }));
    stage.pass(5);
    expect(stage.pass(0.25, 'kazan')).toBe(true);
    stage.pass(70);
    expect(stage.seen).toEqual([
      '0.25 floor all',
      '5.25 site site:kazan',
      '35.25 floor all', // for the 15 s that it had left
      '50.5 sales site:rostov',
      '60.5 floor all',
    ]);
  });

  test('knows what comes next and when, also behind a site that turned red', () => {
    const stage = new Stage(playlist({ jumpToRed: { board: 'site', stayS: 30 } }));
    expect(stage.rotation.upcoming).toBeNull();
    stage.pass(5);
    expect(stage.rotation.upcoming).toEqual({ board: 'sales', scope: 'site:rostov', dueAt: 20_250 });
    stage.pass(12);
    expect(stage.rotation.next).not.toBeNull();
    expect(stage.rotation.upcoming).toEqual({ board: 'sales', scope: 'site:rostov', dueAt: 20_250 });
    stage.pass(5);
    expect(stage.rotation.upcoming).toMatchObject({ board: 'floor', dueAt: 30_250 });
    stage.pass(0.25, 'kazan');
    stage.pass(0.5);
    expect(stage.shown).toBe('site site:kazan');
    expect(stage.rotation.upcoming).toMatchObject({ board: 'sales', scope: 'site:rostov' });
    const single = new Stage(playlist({ boards: [{ board: 'floor', seconds: 5 }] }));
    single.pass(20);
    expect(single.rotation.upcoming).toBeNull();
  });

  test('is interrupted by one site at a time', () => {
    const stage = new Stage(playlist({ jumpToRed: { board: 'site' } }));
    stage.pass(5);
    expect(stage.pass(0.25, 'kazan')).toBe(true);
    expect(stage.pass(20, 'perm')).toBe(false);
    expect(stage.shown).toBe('site site:kazan');
  });

  test('keeps what it shows when the playlist changes, until the first board of the new one is there', () => {
    const stage = new Stage(playlist());
    stage.pass(5);
    stage.missing.add('nps');
    stage.rotation.change(playlist({ boards: [{ board: 'nps', seconds: 9 }] }), stage.now);
    stage.pass(3);
    expect(stage.shown).toBe('floor all');
    stage.missing.clear();
    stage.pass(1);
    expect(stage.shown).toBe('nps all');
  });
});

describe('a red site', () => {
  const jump = { board: 'site', afterS: 30, stayS: 60, restS: 600 };
  const levels = (sites: Record<string, Level>) => Object.entries(sites).map(([id, level]) => ({ id, level }));
  const RED = levels({ kazan: 'act', perm: 'look' });

  test('interrupts when it has been red for the time that the playlist says, and not when it was red for a moment', () => {
    const sites = new RedSites();
    expect(sites.look(jump, RED, 0)).toBeNull();
    expect(sites.look(jump, levels({ kazan: 'look' }), 20_000)).toBeNull();
    expect(sites.look(jump, RED, 21_000)).toBeNull();
    expect(sites.look(jump, RED, 50_999)).toBeNull();
    expect(sites.look(jump, RED, 51_000)).toBe('kazan');
  });

  test('that stays red does not interrupt again before it has rested', () => {
    const sites = new RedSites();
    sites.look(jump, RED, 0);
    expect(sites.look(jump, RED, 30_000)).toBe('kazan');
    sites.interrupted('kazan', 30_000, 60_000);
    expect(sites.look(jump, RED, 689_999)).toBeNull();
    expect(sites.look(jump, RED, 690_000)).toBe('kazan');
  });

  test('of several interrupts first when it is red longest, the next one after half a minute of the playlist', () => {
    const sites = new RedSites();
    sites.look(jump, levels({ kazan: 'fine', perm: 'act' }), 0);
    const both = levels({ kazan: 'act', perm: 'act' });
    sites.look(jump, both, 5_000);
    expect(sites.look(jump, both, 40_000)).toBe('perm');
    sites.interrupted('perm', 40_000, 60_000);
    expect(sites.look(jump, both, 129_999)).toBeNull();
    expect(sites.look(jump, both, 130_000)).toBe('kazan');
  });

  test('that the playlist does not count does not interrupt', () => {
    const sites = new RedSites();
    sites.look({ ...jump, sites: ['perm'] }, RED, 0);
    expect(sites.look({ ...jump, sites: ['perm'] }, RED, 60_000)).toBeNull();
  });
});

describe('the night', () => {
  const dim = [{ from: '22:00', to: '06:00', level: 0.2 }];
  const light = (zone: string, instant: string): number => {
    const { minutes, weekday } = zoneTime(zone, Date.parse(instant));
    return brightness(playlist({ dim }), minutes, weekday);
  };

  test('is that of the site’s zone', () => {
    expect(zoneTime('Asia/Vladivostok', Date.parse('2026-11-22T14:05:00Z'))).toEqual({ minutes: 5, weekday: 1 });
    expect(light('Asia/Vladivostok', '2026-11-22T14:05:00Z')).toBe(0.2);
    expect(light('Europe/Moscow', '2026-11-22T14:05:00Z')).toBe(1);
  });

  test('ends at six by the wall clock, also when clocks were set in it', () => {
    expect(light('Europe/Berlin', '2026-03-29T03:59:00Z')).toBe(0.2); // 05:59, it was an hour shorter
    expect(light('Europe/Berlin', '2026-03-29T04:00:00Z')).toBe(1);
    expect(light('Europe/Berlin', '2026-10-25T04:59:00Z')).toBe(0.2); // 05:59, it was an hour longer
    expect(light('Europe/Berlin', '2026-10-25T05:00:00Z')).toBe(1);
    expect([0, 1].map((h) => zoneTime('Europe/Berlin', Date.parse(`2026-10-25T0${h}:30:00Z`)).minutes)).toEqual([
      150, 150,
    ]);
  });

  test('begins at midnight as at any other hour', () =>
    expect(zoneTime('UTC', Date.parse('2026-11-22T00:00:00Z'))).toEqual({ minutes: 0, weekday: 7 }));
});

test('a picture is never moved by more than two pixels, and never by more than three at once', () => {
  expect(new Set(PLACES.map(String)).size).toBe(9);
  for (const [i, [x, y]] of PLACES.entries()) {
    const [nextX, nextY] = PLACES[(i + 1) % PLACES.length];
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(2);
    expect(Math.hypot(nextX - x, nextY - y)).toBeLessThanOrEqual(3);
  }
});
