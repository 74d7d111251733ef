/** The verbs of the domain, for the server. */
export { alertKind, archiveAlert, getAlert, listAlerts, putAlert } from './config.ts'
export { createSilence } from './create-silence.ts'
export { endSilence } from './end-silence.ts'
export { listInstances } from './list-instances.ts'
export { listSilences } from './list-silences.ts'
export { listStandings } from './list-standings.ts'
export { previewRule } from './preview-rule.ts'
export { readHistory } from './read-history.ts'
