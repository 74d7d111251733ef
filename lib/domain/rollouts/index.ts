/** The verbs of the domain, for the server. */
export {
  archiveFreeze,
  archiveStrategy,
  freezeKind,
  getFreeze,
  getStrategy,
  listFreezes,
  listStrategies,
  putFreeze,
  putStrategy,
  strategyKind,
} from './config.ts'
export { createRollout } from './create-rollout.ts'
export { getRollout } from './get-rollout.ts'
export { listRolloutMarkers } from './list-markers.ts'
export { listRollouts } from './list-rollouts.ts'
export { abortRollout, extendRollout, pauseRollout, resumeRollout } from './orders.ts'
export { promoteRollout, skipGate } from './promote.ts'
export { shadowVerdict } from './shadow-verdict.ts'
