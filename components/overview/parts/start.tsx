'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { keyPlaceholder, otelVariables } from '#lib/client/agent-variables.ts'
import { useOrigin } from '#lib/client/use-origin.ts'

/** Nothing was ever sent: the way to the first trace. */
export function Start({ demo }: { demo: ReactNode }) {
  const origin = useOrigin()
  return (
    <Empty title="No agent has sent anything yet">
      <p>
        Create a key under <Link href="/settings/keys">API keys</Link>, and give any OpenTelemetry client these two
        variables:
      </p>
      <Code label="environment variables" text={otelVariables(origin, keyPlaceholder)} />
      <p>
        The first trace appears here within seconds, without reload. <Link href="/docs/connect">Connect an agent</Link>{' '}
        has code for Python, TypeScript and curl, and shows how an agent asks before it acts.
      </p>
      <p>Or look around first: four invented agents with a month of history, in a project of their own.</p>
      {demo}
    </Empty>
  )
}
