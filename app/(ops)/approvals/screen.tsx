'use client'

import { Inbox } from '#components/approvals/inbox.tsx'
import { LedHere } from '#components/traces/led-here.tsx'
import { RunSoFar } from '#components/traces/run-so-far.tsx'

const traceParts = { LedHere, RunSoFar }

/** Puts two domains on one screen, which only a page may do. */
export function InboxScreen() {
  return <Inbox parts={traceParts} />
}
