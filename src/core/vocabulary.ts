// The closed lists of words in events: channels, states, reasons, outcomes. Apart from their schema, which pages don't need.
// Floors in files have them by their places: a new word goes to the end of its list.

export const CHANNELS = [
  'phone',
  'messenger',
  'social',
  'appchat',
  'webchat',
  'stream',
  'email',
  'callback',
  'other',
] as const;
export const AGENT_STATES = [
  'offline',
  'available',
  'ringing',
  'contact',
  'wrapup',
  'break',
  'missed',
  'unknown',
] as const;
export const LEAVE_REASONS = [
  'abandoned',
  'timeout',
  'empty',
  'key',
  'callback',
  'withdrawn',
  'full',
  'overflowed',
  'transferred',
  'error',
  'unknown',
] as const;
export const SESSION_OUTCOMES = ['open', 'resolved', 'handed_over', 'left'] as const;
export const SALE_OUTCOMES = ['won', 'lost', 'open', 'reversed'] as const;
export const SURVEY_METRICS = ['nps', 'csat', 'ces'] as const;
/** Where a survey's scale begins and ends when nobody says. */
export const SCALES = { nps: [0, 10], csat: [1, 5], ces: [1, 5] } as const;
export const SOURCE_STATES = ['up', 'down', 'gap', 'resync', 'lag'] as const;

export type Channel = (typeof CHANNELS)[number];
export type AgentState = (typeof AGENT_STATES)[number];
export type LeaveReason = (typeof LEAVE_REASONS)[number];
export type SessionOutcome = (typeof SESSION_OUTCOMES)[number];
export type SaleOutcome = (typeof SALE_OUTCOMES)[number];
export type SurveyMetric = (typeof SURVEY_METRICS)[number];
export type SourceState = (typeof SOURCE_STATES)[number];
