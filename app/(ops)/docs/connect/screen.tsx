'use client'

import { FirstKey } from '#components/access/first-key.tsx'
import { NextWaiting } from '#components/approvals/next-waiting.tsx'
import { ConnectScreen } from '#components/docs/connect-screen.tsx'
import type { Snippet } from '#components/docs/snippets.ts'
import { LatestTrace } from '#components/traces/latest-trace.tsx'

const parts = { FirstKey, LatestTrace, NextWaiting }

/** The way to connect an agent, with what other domains have for its steps. */
export function ConnectPage({ snippets }: { snippets: readonly Snippet[] }) {
  return <ConnectScreen parts={parts} snippets={snippets} />
}
