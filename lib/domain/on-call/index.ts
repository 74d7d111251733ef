/** The verbs of the domain, for the server. */
export { acknowledgePage } from './acknowledge-page.ts'
export { archiveOnCall, getOnCall, listOnCall, onCallKind, putOnCall } from './config.ts'
export { acknowledgePageOf, endPageOf } from './end-page.ts'
export { listPages } from './list-pages.ts'
export { pageOnCall } from './page-on-call.ts'
