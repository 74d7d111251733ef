'use client'

import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Code, Note } from '#components/kit/blocks.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './docs.module.css'
import { DocsFrame } from './docs-frame.tsx'
import { langfuseVariables, snippets, variables } from './snippets.ts'

const languages = ['python', 'typescript', 'curl'] as const

/** From nothing to a trace and a held action: what to set and what to paste. */
export function ConnectScreen() {
  const origin = useOrigin()
  const [language, setLanguage] = useQueryState('language', parseAsStringLiteral(languages).withDefault('python'))
  const all = snippets(origin)
  const shown = all.find(snippet => snippet.id === language)
  return (
    <DocsFrame>
      <div className={styles.screen}>
        <section className={styles.step}>
          <h2>1. Take a key</h2>
          <p>
            Create one under <Link href="/settings/keys">API keys</Link> with the scopes ingest and agent, and put it
            where it says <code className="hp-mono">hp_…</code>
          </p>
        </section>
        <section className={styles.step}>
          <h2>2. Send traces</h2>
          <p>Any OpenTelemetry client reads these two variables. No Holdpoint package goes into the agent.</p>
          <Code label="environment variables" text={variables(origin)} />
          <Note tone="warning">
            <strong>With CrewAI</strong> also set <code className="hp-mono">CREWAI_DISABLE_TELEMETRY=true</code>: its
            own exporter reads the same header variable and would send your key to its vendor.
          </Note>
          <p>
            Langfuse's SDKs of any generation read these instead; scores come along, a key with the scope ingest is
            enough. Prompts, datasets and media are not kept here: give <code className="hp-mono">get_prompt</code> a
            fallback.
          </p>
          <Code label="Langfuse variables" text={langfuseVariables(origin)} />
        </section>
        <section className={styles.step}>
          <h2>3. In code</h2>
          <Tabs label="Language" tabs={all} active={language} onChange={id => void setLanguage(id)}>
            {shown ? (
              <>
                <p>Traces. Whatever instruments your framework adds the spans:</p>
                <Code label={`${shown.label} for traces`} text={shown.traces} />
                <p>
                  A dangerous action: ask, wait, claim, run, report. Anything but a claim means: do not run it, also
                  when Holdpoint does not answer.
                </p>
                <Code label={`${shown.label} for approvals`} text={shown.approval} />
              </>
            ) : null}
          </Tabs>
        </section>
        <section className={styles.step}>
          <h2>4. Look</h2>
          <p>
            The trace shows under <Link href="/traces">Traces</Link> as soon as it is stored, the action under{' '}
            <Link href="/approvals">Approvals</Link> within a second. Every field is in the{' '}
            <Link href="/docs/api">API reference</Link>.
          </p>
        </section>
      </div>
    </DocsFrame>
  )
}
