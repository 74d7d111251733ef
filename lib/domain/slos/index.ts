/** The verbs of the domain, for the server. */
export { archiveSlo, getSlo, putSlo, sloKind } from './config.ts'
export { getSloCourse } from './get-course.ts'
export { rolloutHolds, throttles } from './holds.ts'
export { listSlos } from './list-slos.ts'
export { type WorstLevel, worstLevels } from './worst-levels.ts'
