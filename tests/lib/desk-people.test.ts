// The people of the desk: who is long in their state, who is listed and where, and where their cells are.
import { describe, expect, it } from 'vitest';
import type { People, Person } from '#core/view/floor-view.ts';
import type { AgentState } from '#core/vocabulary.ts';
import { cellAt, layoutTeams } from '#lib/charts/team-layout.ts';
import { foundAgents, listRows } from '#lib/desk/agents/agent-rows.ts';
import { parseAgentsWish, withWish } from '#lib/desk/agents/agents-wish.ts';
import { teamsOf } from '#lib/desk/agents/teams.ts';
import { moveReach } from '#lib/desk/detail/move-reach.ts';
import { byStrain, stateLevel, stateLimits } from '#lib/desk/detail/state-length.ts';
import { isElsewhere } from '#lib/desk/follow-moment.ts';

const AT = Date.UTC(2026, 10, 22, 12);
const person = (state: AgentState, seconds: number, more: Partial<Person> = {}): Person => ({
  ...{ name: `${state} ${seconds}`, state, sinceAt: AT - seconds * 1000, site: 'msk', team: 'red', queues: ['care'] },
  ...more,
});
/** mean talk 100 s, mean wrap-up 20 s */
const LIMITS = stateLimits({ counts: { handled: 20, talkSeconds: 2000, wrapSeconds: 400 } });

describe('how long somebody is in a state', () => {
  it('is judged by how long talks of this scope usually are', () => {
    const levels = [150, 250, 350].map((seconds) => stateLevel(person('contact', seconds), AT, LIMITS));
    expect(levels).toEqual(['fine', 'look', 'act']);
    const ofFew = stateLimits({ counts: { handled: 3, talkSeconds: 3, wrapSeconds: 0 } });
    expect(stateLevel(person('contact', 250), AT, ofFew)).toBe('fine');
  });

  it('is not judged of who is free, or serves several at once', () => {
    const chats = person('contact', 9000, { slots: { used: 2, total: 3 } });
    expect([chats, person('available', 9000)].map((one) => stateLevel(one, AT, LIMITS))).toEqual(['none', 'none']);
  });

  it('brings those first who are longest for their state, and who is judged by nothing last', () => {
    const people = {
      long: person('contact', 500),
      wrap: person('wrapup', 130),
      lunch: person('break', 2000),
      chats: person('contact', 9000, { slots: { used: 1, total: 3 } }),
      free: person('available', 4000),
      fresh: person('contact', 5),
    };
    expect(byStrain(people, AT, LIMITS)).toEqual(['long', 'wrap', 'lunch', 'fresh', 'chats', 'free']);
  });
});

const PEOPLE: People = {
  signedIn: 5,
  people: {
    a1: person('contact', 50, { name: 'Анна Орлова', team: 'red' }),
    a2: person('available', 10, { name: 'Boris Lee', team: 'blue' }),
    a3: person('contact', 90, { name: 'Vera Kim', team: 'blue' }),
    a4: person('break', 70, { name: 'Gleb Fox', team: 'red', site: 'rnd' }),
    a5: person('contact', 20, { name: 'Host', team: '' }),
  },
  sites: { msk: 'Moscow', rnd: 'Rostov' },
  teams: { red: 'Moscow · Red 10', blue: 'Moscow · Blue 2' },
  queues: {},
};
const list = (group: 'team' | 'state' | 'none', q = '', states: AgentState[] = []) =>
  listRows(PEOPLE, { group, states, q, language: 'en' }, (state) => state.toUpperCase(), 'none').map((row) =>
    row.kind === 'agent' ? row.id : `${row.label} ${row.count}`,
  );

describe('the list of agents', () => {
  it('is grouped by team or state, in each the longest in their state first', () => {
    expect(list('none')).toEqual(['a3', 'a4', 'a1', 'a5', 'a2']);
    expect(list('state')).toEqual(['AVAILABLE 1', 'a2', 'CONTACT 3', 'a3', 'a1', 'a5', 'BREAK 1', 'a4']);
    const byTeam = ['Moscow · Blue 2 2', 'a3', 'a2', 'Moscow · Red 10 2', 'a4', 'a1', 'none 1', 'a5'];
    expect(list('team')).toEqual(byTeam);
  });

  it('finds by name in either alphabet, by team, and by state', () => {
    expect(list('none', 'orlova')).toEqual(['a1']);
    expect(list('none', 'blue', ['contact'])).toEqual(['a3']);
    expect(foundAgents(PEOPLE, { group: 'none', q: '', states: ['break'], language: 'en' })).toEqual(['a4']);
  });

  it('stands in the address, the usual left out, and what others keep there stays', () => {
    const others = [['why', 'asa'] as const];
    const wish = { group: 'state', states: ['contact', 'break'] } as const;
    const said = withWish(others, wish);
    expect(said).toEqual([...others, ['group', 'state'], ['state', 'contact,break']]);
    expect(parseAgentsWish(said)).toEqual(wish);
    expect(withWish(said, { group: 'team', states: [] })).toEqual(others);
    expect(parseAgentsWish([['group', 'shoe size'] as const, ['state', 'asleep'] as const])).toEqual({
      group: 'team',
      states: [],
    });
  });

  it('has teams under their sites, whose name is not said twice', () => {
    const teams = teamsOf(PEOPLE, 'en', 'none').map(({ name, ids, isHeading }) =>
      isHeading ? `— ${name}` : `${name}: ${ids.join()}`,
    );
    const rostov = ['— Rostov', 'Moscow · Red 10: a4'];
    expect(teams).toEqual(['— Moscow', 'Blue 2: a2,a3', 'none: a5', 'Red 10: a1', ...rostov]);
  });
});

describe('cells by team', () => {
  it.each([
    ['a hundred teams of nine', Array<number>(100).fill(9), 800, 560],
    ['two thousand people', Array<number>(110).fill(18), 800, 560],
    ['one large team', [400], 500, 400],
    ['nobody', [], 500, 400],
    ['a phone', Array<number>(60).fill(15), 350, 300],
  ])('of %s lie in the box from left to right, nobody on somebody else', (_, sizes, width, height) => {
    const layout = layoutTeams(sizes, width, height, 120);
    const taken = new Set<string>();
    sizes.forEach((size, team) => {
      for (let i = 0; i < size; i++) {
        const { x, y } = cellAt(layout, team, i);
        expect(x + layout.pitch).toBeLessThanOrEqual(width + 0.5);
        expect(y + layout.pitch).toBeLessThanOrEqual(layout.height + 0.5);
        taken.add(`${x} ${y}`);
      }
    });
    expect(taken.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('are as large as the box allows', () => {
    const sizes = Array<number>(20).fill(9);
    const [small, large] = [layoutTeams(sizes, 500, 300, 100), layoutTeams(sizes, 900, 700, 100)];
    expect(large.pitch).toBeGreaterThan(small.pitch);
    expect(small.height).toBeLessThanOrEqual(300);
  });
});

describe('a part of the desk', () => {
  it('follows the moment that the desk shows, and is let be while it plays along', () => {
    const at = (seconds: number, speed: 0 | 1 | 10 | 60) => ({ at: AT + seconds * 1000, speed });
    expect(isElsewhere(null, null)).toBe(false);
    expect(isElsewhere(null, at(0, 0))).toBe(true);
    expect(isElsewhere(at(0, 0), at(1, 0))).toBe(true);
    expect(isElsewhere(at(0, 60), at(120, 60))).toBe(false);
    expect(isElsewhere(at(0, 60), at(600, 60))).toBe(true);
    expect(isElsewhere(at(0, 60), at(0, 10))).toBe(true);
  });

  it('lets as many people be moved as close the gap twice, and does not jump while they are moved', () => {
    expect([moveReach(6, 60, 0), moveReach(-40, 60, 0), moveReach(0, 2000, 0)]).toEqual([15, 80, 200]);
    expect(moveReach(1, 10, 14)).toBe(14);
  });
});
