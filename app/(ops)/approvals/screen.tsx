'use client'

import { Inbox } from '#components/approvals/inbox.tsx'
import type { TraceParts } from '#components/approvals/trace-parts.ts'
import { AtRest } from '#components/kit/at-rest.tsx'
import { LedHere } from '#components/traces/led-here.tsx'
import { RunSoFar } from '#components/traces/run-so-far.tsx'
import { chunkOf } from '#lib/client/preloaded.ts'

// Not part of the first load: it is read after the request itself.
const control = chunkOf(() => import('#components/permits/run-control.tsx').then(module => module.RunControl))
const RunControl: TraceParts['RunControl'] = props => <AtRest chunk={control} props={props} />
const traceParts = { LedHere, RunSoFar, RunControl }

/** Puts several domains on one screen, which only a page may do. */
export function InboxScreen() {
  return <Inbox parts={traceParts} />
}
