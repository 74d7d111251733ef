'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { keyPlaceholder, otelVariables } from '#lib/client/agent-variables.ts'
import { useOrigin } from '#lib/client/use-origin.ts'

interface Props {
  /** What there is not: a trace that matches, or any that was sent. */
  nothing: 'matches' | 'sent'
  onClear: () => void
}

/** Nothing matches, or nothing was ever sent: both say what to do next. */
export function NoTraces({ nothing, onClear }: Props) {
  const origin = useOrigin()
  if (nothing === 'matches') {
    return (
      <Empty title="No trace matches">
        <p>There are other traces, but these filters and this time range leave them out.</p>
        <div>
          <Button variant="default" size="xs" onClick={onClear}>
            Show all traces, all time
          </Button>
        </div>
      </Empty>
    )
  }
  return (
    <Empty title="No traces yet">
      <p>
        Any OpenTelemetry client can send traces: give it these two variables, with a key from{' '}
        <Link href="/settings/keys">API keys</Link>.
      </p>
      <Code label="environment variables" text={otelVariables(origin, keyPlaceholder)} />
      <p>
        A trace appears here as soon as it is stored, without reload. <Link href="/docs/connect">Connect an agent</Link>{' '}
        has code for Python, TypeScript and curl.
      </p>
    </Empty>
  )
}
