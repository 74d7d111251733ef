'use client'

import dynamic from 'next/dynamic'
import { Inbox } from '#components/approvals/inbox.tsx'
import { LedHere } from '#components/traces/led-here.tsx'
import { RunSoFar } from '#components/traces/run-so-far.tsx'

// Not part of the first load: it is read after the request itself.
const RunControl = dynamic(() => import('#components/permits/run-control.tsx').then(module => module.RunControl), {
  ssr: false,
})
const traceParts = { LedHere, RunSoFar, RunControl }

/** Puts several domains on one screen, which only a page may do. */
export function InboxScreen() {
  return <Inbox parts={traceParts} />
}
