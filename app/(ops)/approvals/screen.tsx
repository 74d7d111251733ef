'use client'

import { Inbox } from '#components/approvals/inbox.tsx'
import { LedHere } from '#components/traces/led-here.tsx'

/** Puts two domains on one screen, which only a page may do. */
export function InboxScreen() {
  return <Inbox LedHere={LedHere} />
}
