'use client'

import Link from 'next/link'
import { type ComponentType, useState } from 'react'
import { Code, Note } from '#components/kit/blocks.tsx'
import { keyPlaceholder, otelVariables } from '#lib/client/agent-variables.ts'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './docs.module.css'
import { DocsFrame } from './docs-frame.tsx'
import { InCode } from './in-code.tsx'
import { holdpointVariables, langfuseVariables, type Snippet } from './snippets.ts'

/** Steps of other domains, which the page puts in. */
interface ConnectParts {
  FirstKey: ComponentType<{ onKey: (secret: string) => void }>
  LatestTrace: ComponentType
  NextWaiting: ComponentType
}

/** From nothing to a trace and a held action: what to set, what to paste, and whether it has arrived. */
export function ConnectScreen({ parts, snippets }: { parts: ConnectParts; snippets: readonly Snippet[] }) {
  const { FirstKey, LatestTrace, NextWaiting } = parts
  const origin = useOrigin()
  const [key, setKey] = useState(keyPlaceholder)
  return (
    <DocsFrame>
      <div className={styles.screen}>
        <section className={styles.step}>
          <h2>1. Create a key</h2>
          <p>
            An agent sends its traces and asks for approval with it. If you already have one, put it in place of{' '}
            <code className="hp-mono">{keyPlaceholder}</code>
          </p>
          <FirstKey onKey={setKey} />
        </section>
        <section className={styles.step}>
          <h2>2. Send traces</h2>
          <p>Any OpenTelemetry client reads these two variables. No Holdpoint package goes into the agent.</p>
          <Code label="environment variables" text={otelVariables(origin, key)} />
          <p>
            <LatestTrace />
          </p>
          <Note tone="warning">
            <strong>With CrewAI</strong> also set <code className="hp-mono">CREWAI_DISABLE_TELEMETRY=true</code>: its
            own exporter reads the same header variable and would send your key to its vendor.
          </Note>
          <p>
            Langfuse's SDKs of any generation read these instead; scores come along, a key with the scope ingest is
            enough. <code className="hp-mono">get_prompt</code> gets the prompts that are kept here (scope agent or
            read); datasets and media are not kept here.
          </p>
          <Code label="Langfuse variables" text={langfuseVariables(origin, key)} />
        </section>
        <section className={styles.step}>
          <h2>3. Hold a tool</h2>
          <p>
            A dangerous tool runs when a person has approved it, once, with the approved arguments, and never because
            something failed. The clients are in this repository and read these two variables.
          </p>
          <Code label="Holdpoint variables" text={holdpointVariables(origin, key)} />
          <InCode snippets={snippets} origin={origin} secret={key} />
          <p>
            <NextWaiting />
          </p>
        </section>
        <section className={styles.step}>
          <h2>4. Look</h2>
          <p>
            A trace shows under <Link href="/traces">Traces</Link> as soon as it is stored, an action under{' '}
            <Link href="/approvals">Approvals</Link> within a second. Every field is in the{' '}
            <Link href="/docs/api">API reference</Link>.
          </p>
        </section>
      </div>
    </DocsFrame>
  )
}
