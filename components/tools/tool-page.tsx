'use client'

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useQueryState } from 'nuqs'
import { Code, Empty, pretty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { refusalForRole } from '#lib/domain/list.ts'
import { getToolContract } from '#lib/domain/tools/contract.ts'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { Rule } from './page/rule.tsx'
import type { ToolScope } from './page/scope.ts'
import { ToolCharts } from './page/tool-charts.tsx'
import { ToolHead } from './page/tool-head.tsx'
import { LastCalls, UsedBy } from './page/use.tsx'
import { editParam } from './search-params.ts'
import styles from './tools.module.css'

const ToolEntry = dynamic(() => import('./page/tool-entry.tsx').then(module => module.ToolEntry), {
  ssr: false,
  loading: () => (
    <div className={styles.entry}>
      <Skeleton rows={6} />
    </div>
  ),
})

interface Props {
  slug: string
  /** Of its entry, from the schema. */
  fields: readonly FormField[]
}

/** One tool: how it works, who uses it, when it needs approval, and what is registered of it. */
export function ToolPage({ slug, fields }: Props) {
  const { data, error, isPending, refetch } = useContract(getToolContract, { params: { slug } })
  const [range, setRange] = useTimeRange()
  const title = (
    <>
      <Link href="/tools">Tools</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  return (
    <PageFrame title={title} tools={tools}>
      <div className={styles.page}>
        {error ? (
          <div className={styles.failure}>
            <Failure
              what="This tool could not be read."
              error={error}
              retry={() => void refetch()}
              missing={<NoSuchTool slug={slug} />}
            />
          </div>
        ) : null}
        {isPending ? <Skeleton rows={14} /> : null}
        {data ? <Loaded tool={data} fields={fields} /> : null}
      </div>
    </PageFrame>
  )
}

function NoSuchTool({ slug }: { slug: string }) {
  return (
    <Empty title="No such tool">
      <p>
        Nobody has registered <VisibleText text={slug} />, and no trace has shown a call of it.{' '}
        <Link href="/tools">All tools</Link>
      </p>
    </Empty>
  )
}

function Loaded({ tool, fields }: { tool: ToolDetail; fields: readonly FormField[] }) {
  const [range] = useTimeRange()
  const { environment } = useScope()
  const [editing, setEditing] = useQueryState('edit', editParam)
  const queries = useQueryClient()
  const refusal = refusalForRole('tools.manage', useShell().user.role)
  const scope: ToolScope = { tool: tool.slug, environment, range }
  const close = async () => {
    // What was saved is read before the form goes: the page must not show what was before.
    await queries.invalidateQueries({ queryKey: [getToolContract.id] })
    await setEditing(null)
  }
  const action = tool.registered ? 'Edit' : tool.revision > 0 ? 'Register again' : 'Register'
  return (
    <>
      <ToolHead
        tool={tool}
        scope={scope}
        actions={
          <Button
            variant="default"
            disabled={refusal !== null || editing}
            title={refusal ?? undefined}
            onClick={() => void setEditing(true)}
          >
            {action}
          </Button>
        }
      />
      {editing ? <ToolEntry tool={tool} fields={fields} action={action} onClose={close} /> : null}
      <Rule tool={tool} />
      <ToolCharts scope={scope} />
      <div className={styles.pair}>
        <UsedBy scope={scope} />
        <LastCalls scope={scope} />
      </div>
      {tool.schema ? (
        <section className={styles.inset}>
          <h3>Arguments</h3>
          <Code label="schema" text={pretty(tool.schema)} />
        </section>
      ) : null}
    </>
  )
}
