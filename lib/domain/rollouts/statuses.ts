import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const rolloutStatuses = {
  draft: look('neutral', 'dash', 'not started'),
  shadowing: look('running', 'ring', 'in the shadow'),
  running: look('running', 'ring', 'running'),
  holding: look('warning', 'ring', 'holding'),
  baking: look('running', 'ring', 'baking'),
  paused: look('waiting', 'hourglass', 'paused'),
  succeeded: look('ok', 'check', 'promoted'),
  rolled_back: look('critical', 'cross', 'rolled back'),
  cancelled: look('neutral', 'dash', 'cancelled'),
  superseded: look('neutral', 'dash', 'superseded'),
} as const satisfies StatusTable

/** Shown beside the state, because a freeze stops promotions in every state. */
export const freezeStatuses = { frozen: look('waiting', 'clock-off', 'frozen') } as const satisfies StatusTable

export const verdictStatuses = {
  PASS: look('ok', 'check', 'pass'),
  FAIL: look('critical', 'cross', 'fail'),
  INCONCLUSIVE: look('warning', 'ring', 'inconclusive'),
  INSUFFICIENT_DATA: look('neutral', 'dash', 'too little data'),
  ERROR: look('critical', 'octagon', 'unreadable'),
  SKIPPED: look('neutral', 'dash', 'skipped'),
} as const satisfies StatusTable
