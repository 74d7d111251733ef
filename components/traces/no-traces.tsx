'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'

/** Nothing matches, or nothing was ever sent: both say what to do next. */
export function NoTraces({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const origin = useOrigin()
  return (
    <Empty title={filtered ? 'No trace matches' : 'No traces yet'}>
      {filtered ? (
        <div>
          <Button variant="default" size="xs" onClick={onClear}>
            Show all traces, all time
          </Button>
        </div>
      ) : null}
      <p>
        Any OpenTelemetry client can send: give it these two variables, with a key from{' '}
        <Link href="/settings/keys">API keys</Link>.
      </p>
      <Code
        label="environment variables"
        text={`OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/api/otlp\nOTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20hp_…`}
      />
      <p>
        A trace shows here as soon as it is stored, without reload. <Link href="/docs/connect">Connect an agent</Link>{' '}
        has code for Python, TypeScript and curl.
      </p>
    </Empty>
  )
}
