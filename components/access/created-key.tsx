'use client'

import { Button } from '@mantine/core'
import { Code, Note } from '#components/kit/blocks.tsx'
import { otelVariables } from '#lib/client/agent-variables.ts'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './keys.module.css'

/** The secret, this once, as the two lines an OpenTelemetry client needs. */
export function CreatedKey({ created, onDone }: { created: { name: string; secret: string }; onDone: () => void }) {
  const origin = useOrigin()
  return (
    <section className={styles.created} aria-label="New key">
      <h2>{created.name} is ready. Copy it now: it is not shown again.</h2>
      <Code label="key" text={created.secret} />
      <p>For any OpenTelemetry client:</p>
      <Code label="environment variables" text={otelVariables(origin, created.secret)} />
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
