// What a rule knows of one place, sample by sample: ok → pending → firing → clearing → ok. No clock inside: the same
// samples give the same alerts. Time counts as far as somebody looked: over a gap, or when the clock is set back, what
// was so before still is, and nothing is added to how long.
import type { About, Alert, EndedAlert, Ending } from './alert.ts';
import { isSnoozed } from './alert.ts';
import type { Rule } from './rule.ts';
import { limitsOf, verdictOn, type Limits, type Sample, type Verdict } from './verdict.ts';

export type Phase = 'ok' | 'pending' | 'firing' | 'clearing';

/** Plain data: it is kept over a restart. */
export interface Watched {
  phase: Phase;
  /** when the phase began, epoch ms */
  since: number;
  /** of the last sample that said something, epoch ms */
  at: number;
  /** for how long in a row it was wrong (pending) or well (clearing), ms */
  heldMs: number;
  /** of the last samples, the newest last: "1" wrong, "0" not; only where the rule counts them */
  recent: string;
  /** since when nobody knows, epoch ms */
  unknownSince: number | null;
  alert: Alert | null;
}

export interface Looking {
  about(): About;
  isQuiet: boolean;
  newId(): string;
}

export interface Stepped {
  watched: Watched;
  /** an alert whose turn it is to be told */
  notify: Alert | null;
  ended: EndedAlert | null;
}

/** Samples farther apart than so many of their steps have a gap between them. */
const GAP_STEPS = 3;
const LEAST_GAP_MS = 5000;
/** Clocks are put right by less than this all the time. */
const SLACK_MS = 2000;

/** Of a place that nobody has looked at. @param at epoch ms */
export function beginning(at: number): Watched {
  return { phase: 'ok', since: at, at, heldMs: 0, recent: '', unknownSince: null, alert: null };
}

/** Nothing is known of it that the next sample would not tell. */
export const isIdle = ({ phase, recent, unknownSince }: Watched): boolean =>
  phase === 'ok' && !recent.includes('1') && unknownSince === null;

/** @param at of the sample, epoch ms */
export function step(rule: Rule, before: Watched, sample: Sample, at: number, looking: Looking): Stepped {
  const verdict = verdictOn(rule, sample);
  const settled = at < before.at - SLACK_MS ? setBack(before, before.at - at) : before;
  if (verdict === 'unknown')
    return notified(
      { ...settled, at: Math.min(settled.at, at), unknownSince: settled.unknownSince ?? at },
      at,
      looking.isQuiet,
    );
  const limits = limitsOf(rule.condition, sample);
  const passedMs = at - before.at;
  const isGap = passedMs < 0 || passedMs > Math.max(LEAST_GAP_MS, GAP_STEPS * rule.everyS * 1000);
  const seen = {
    ...settled,
    at,
    unknownSince: null,
    recent: recentOf(rule, isGap && passedMs > 0 ? '' : settled.recent, verdict),
    alert: settled.alert && valued(settled.alert, sample, limits),
  };
  const moved = move(rule, seen, verdict, isGap ? 0 : passedMs);
  if (moved.phase === 'pending' && verdict === 'wrong' && isDue(rule, moved)) {
    const alert = begin(moved, sample, limits, looking);
    return notified(enter({ ...moved, alert }, 'firing'), at, looking.isQuiet);
  }
  if (moved.phase === 'clearing' && moved.alert && moved.heldMs >= rule.clearForS * 1000)
    return { watched: beginning(at), notify: null, ended: ended(moved.alert, at, 'well') };
  return notified(moved, at, looking.isQuiet);
}

/** @param at when it was found to be over, epoch ms */
export function ended(alert: Alert, at: number, ending: Ending): EndedAlert {
  return { ...alert, endedAt: Math.max(at, alert.firedAt), ending };
}

function move(rule: Rule, watched: Watched, verdict: Verdict, passedMs: number): Watched {
  const isWrong = verdict === 'wrong';
  switch (watched.phase) {
    case 'ok':
      return isWrong ? enter(watched, 'pending') : watched;
    case 'pending':
      // The first wrong one after one that was not begins to hold.
      if (isWrong) return { ...watched, heldMs: watched.recent.at(-2) === '0' ? 0 : watched.heldMs + passedMs };
      return rule.of && watched.recent.includes('1') ? { ...watched, heldMs: 0 } : enter(watched, 'ok');
    case 'firing':
      return verdict === 'well' ? enter(watched, 'clearing') : watched;
    case 'clearing':
      return verdict === 'well' ? { ...watched, heldMs: watched.heldMs + passedMs } : enter(watched, 'firing');
  }
}

const enter = (watched: Watched, phase: Phase): Watched => ({ ...watched, phase, since: watched.at, heldMs: 0 });

function isDue({ forS, of }: Rule, { heldMs, recent }: Watched): boolean {
  const wrong = [...recent].filter((one) => one === '1').length;
  return heldMs >= forS * 1000 && (of === null || wrong >= of.count);
}

function recentOf({ of }: Rule, before: string, verdict: Verdict): string {
  return of === null ? '' : (before + (verdict === 'wrong' ? '1' : '0')).slice(-of.within);
}

function begin({ since, at }: Watched, sample: Sample, limits: Limits, { about, newId }: Looking): Alert {
  return {
    ...about(),
    id: newId(),
    startedAt: since,
    firedAt: at,
    value: sample.value,
    worst: sample.value,
    ...against(sample, limits),
    acknowledged: null,
    snoozedUntil: null,
    notifiedAt: null,
  };
}

function valued(alert: Alert, sample: Sample, limits: Limits): Alert {
  const { value } = sample;
  const farther = limits.bad === 'above' ? Math.max : Math.min;
  const worst = value === null || alert.worst === null ? (alert.worst ?? value) : farther(alert.worst, value);
  return { ...alert, value, worst, ...against(sample, limits) };
}

function against({ goal }: Sample, { limit, bad }: Limits): Pick<Alert, 'limit' | 'goal' | 'bad'> {
  return { limit, goal: goal?.look ?? null, bad };
}

/** Between two samples only time passes: what was put off may be due. */
export const wake = notified;

/** Told once, and once more when it was put off and is still there: a place that clears is left in peace. */
function notified(watched: Watched, at: number, isQuiet: boolean): Stepped {
  const { alert, phase } = watched;
  const isTold = alert === null || phase !== 'firing' || alert.notifiedAt !== null || alert.acknowledged !== null;
  if (isTold || isQuiet || isSnoozed(alert, at)) return { watched, notify: null, ended: null };
  const told = { ...alert, notifiedAt: at };
  return { watched: { ...watched, alert: told }, notify: told, ended: null };
}

/** What was said to be over in so many minutes is over in so many: of a clock that is set back, too. */
function setBack(watched: Watched, ms: number): Watched {
  const { alert } = watched;
  const earlier = { ...watched, since: watched.since - ms };
  if (alert === null) return earlier;
  const { startedAt, firedAt, snoozedUntil } = alert;
  const snoozed = snoozedUntil === null ? null : snoozedUntil - ms;
  return { ...earlier, alert: { ...alert, startedAt: startedAt - ms, firedAt: firedAt - ms, snoozedUntil: snoozed } };
}

/** Somebody looks after it. */
export function acknowledge(alert: Alert, at: number, by: string, note: string): Alert {
  return { ...alert, acknowledged: { at, by, note } };
}

/** Nobody is notified until then; if it still is wrong then, they are. @param until epoch ms; null: no longer put off */
export function snooze(alert: Alert, until: number | null): Alert {
  return { ...alert, snoozedUntil: until, notifiedAt: null };
}
