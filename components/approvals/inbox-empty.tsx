'use client'

import Link from 'next/link'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'
import type { InboxTab } from './search-params.ts'

/** The inbox at rest: how an agent would ask. */
export function InboxEmpty({ tab }: { tab: InboxTab }) {
  const origin = useOrigin()
  const command = [
    `curl -X POST ${origin}/api/v1/approvals \\`,
    `  -H 'Authorization: Bearer hp_…' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"agent": "incident-responder",`,
    `       "environment": "production",`,
    `       "tool": "delete_resource",`,
    `       "arguments": {"resource": "node-3"}}'`,
  ].join('\n')
  if (tab === 'decided') {
    return (
      <Empty title="Nothing decided yet">
        <p>
          What people approve, edit or reject stays here with who decided, when, and what came of it. Decisions of
          policies are in the <Link href="/audit?action=approval">audit</Link>.
        </p>
      </Empty>
    )
  }
  return (
    <Empty title="Nothing waits for you">
      <p>
        When an agent asks for a dangerous action, it appears here within a second. To try it, create a key with the
        scope agent under <Link href="/settings/keys">API keys</Link> and run:
      </p>
      <Code label="command" text={command} />
      <p>
        <Link href="/docs/connect">Connect an agent</Link> shows every step in Python and TypeScript.
      </p>
    </Empty>
  )
}
