'use client'

import { Button } from '@mantine/core'
import { Code, Note } from '#components/kit/blocks.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './keys.module.css'

/** The secret, this once, as the two lines an OpenTelemetry client needs. */
export function CreatedKey({ created, onDone }: { created: { name: string; secret: string }; onDone: () => void }) {
  const origin = useOrigin()
  // A space in a header variable must be written %20: several SDKs split or reject a bare one.
  const variables = [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/api/otlp`,
    `OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${created.secret}`,
  ].join('\n')
  return (
    <section className={styles.created} aria-label="New key">
      <h2>{created.name} is ready. Copy it now: it is not shown again.</h2>
      <Code label="key" text={created.secret} />
      <p>For any OpenTelemetry client:</p>
      <Code label="environment variables" text={variables} />
      <Note tone="warning">
        <strong>With CrewAI</strong> also set <code className="hp-mono">CREWAI_DISABLE_TELEMETRY=true</code>: its own
        exporter reads the same header variable and would send this key to its vendor.
      </Note>
      <div>
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </section>
  )
}
