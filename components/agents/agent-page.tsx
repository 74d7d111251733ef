'use client'

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useQueryState } from 'nuqs'
import { type ReactNode, useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import styles from '#components/kit/registered.module.css'
import { RegisteredPage } from '#components/shell/registered-page.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { chunkOf, usePreloaded } from '#lib/client/preloaded.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { getAgentContract } from '#lib/domain/agents/contract.ts'
import type { AgentDetail } from '#lib/domain/agents/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { AgentSwitch } from './agent-switch.tsx'
import { AgentCharts } from './page/agent-charts.tsx'
import { AgentHead } from './page/agent-head.tsx'
import { Decisions, LastTraces } from './page/last.tsx'
import { ModelTable, ToolTable } from './page/parts.tsx'
import { PerRun } from './page/per-run.tsx'
import { ReleaseTable } from './page/release-table.tsx'
import type { AgentScope } from './page/scope.ts'
import { Sessions } from './page/sessions.tsx'
import { editParam } from './search-params.ts'

const AgentEntry = dynamic(() => import('./page/agent-entry.tsx').then(module => module.AgentEntry), {
  ssr: false,
  loading: () => (
    <div className={styles.entry}>
      <Skeleton rows={6} />
    </div>
  ),
})

const CallbackSecret = dynamic(() => import('./page/callback-secret.tsx').then(module => module.CallbackSecret), {
  ssr: false,
})

// The parser of runbooks weighs as much as the charts, and a runbook stands at the end: it comes when the page is at rest.
const markdown = chunkOf(() => import('#components/kit/markdown-text.tsx').then(module => module.MarkdownText))

interface Props {
  slug: string
  /** Of its entry, from the schema. */
  fields: readonly FormField[]
  /** What was promised of it, by another screen. */
  levels?: ReactNode
}

/** One agent: what it did in the range, what it is made of, and what is registered of it. */
export function AgentPage({ slug, fields, levels }: Props) {
  const query = useContract(getAgentContract, { params: { slug } })
  return (
    <RegisteredPage one="agent" list={{ href: '/agents', label: 'Agents' }} slug={slug} query={query} shown="it">
      {agent => <Loaded agent={agent} fields={fields} levels={levels} />}
    </RegisteredPage>
  )
}

function Loaded({ agent, fields, levels }: Omit<Props, 'slug'> & { agent: AgentDetail }) {
  const [range] = useTimeRange()
  const { environment } = useScope()
  const [editing, setEditing] = useQueryState('edit', editParam)
  const [secret, setSecret] = useState(false)
  const queries = useQueryClient()
  const { role } = useShell().user
  const denial = denialForRole('agents.manage', role)
  const secretDenial = denialForRole('channels.manage', role)
  const scope: AgentScope = { agent: agent.slug, environment, range }
  const close = async () => {
    // What was saved is read before the form goes: the page must not show what was before.
    await queries.invalidateQueries({ queryKey: [getAgentContract.id] })
    await setEditing(null)
  }
  const action = agent.registered ? 'Edit' : agent.revision > 0 ? 'Register again' : 'Register'
  return (
    <>
      <AgentHead
        agent={agent}
        scope={scope}
        actions={
          <>
            <Button
              variant="default"
              disabled={denial !== null || editing}
              title={denial ?? undefined}
              onClick={() => void setEditing(true)}
            >
              {action}
            </Button>
            <Button
              variant="default"
              disabled={secretDenial !== null}
              title={secretDenial ?? undefined}
              onClick={() => setSecret(true)}
            >
              Callback secret…
            </Button>
            <AgentSwitch slug={agent.slug} enabled={agent.enabled} />
          </>
        }
      />
      {secret ? <CallbackSecret slug={agent.slug} onClose={() => setSecret(false)} /> : null}
      {editing ? <AgentEntry agent={agent} fields={fields} action={action} onClose={close} /> : null}
      <AgentCharts scope={scope} />
      {levels}
      <PerRun scope={scope} />
      <div className={styles.pair}>
        <ToolTable scope={scope} />
        <ModelTable scope={scope} />
      </div>
      <ReleaseTable scope={scope} releases={agent.releases} />
      <Sessions scope={scope} />
      <div className={styles.pair}>
        <LastTraces scope={scope} />
        <Decisions scope={scope} />
      </div>
      {agent.runbook ? <Runbook text={agent.runbook} /> : null}
    </>
  )
}

function Runbook({ text }: { text: string }) {
  const MarkdownText = usePreloaded(markdown, false)
  return (
    <section className={styles.inset}>
      <h3>Runbook</h3>
      {MarkdownText ? <MarkdownText text={text} /> : <Skeleton rows={3} />}
    </section>
  )
}
