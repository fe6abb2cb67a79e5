// Where today's requests went: sessions of the assistant that ended, visits that are done.
import type { Engine } from '../engine.ts';
import type { Readings } from '../readings.ts';
import type { Scope } from '../scope.ts';
import { FLOW_WINDOW, type FlowCounts } from './floor-view.ts';

/** @param at as of this instant, epoch ms: what was today so far */
export function flowOf(engine: Engine, readings: Readings, scope: Scope, at: number): FlowCounts {
  const span = engine.span(FLOW_WINDOW, at, scope);
  const sessions = readings.over('assistant.deflection', span).counts;
  const visits = readings.over('requests.direct', span).counts;
  return {
    assistant: sessions.resolved + sessions.handedOver + sessions.left,
    resolved: sessions.resolved,
    handedOver: sessions.handedOver,
    leftAssistant: sessions.left,
    direct: visits.direct,
    answered: visits.answered,
    lost: visits.lost,
    moved: visits.moved,
  };
}
