'use client'

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useQueryState } from 'nuqs'
import { Code, pretty, Skeleton } from '#components/kit/blocks.tsx'
import styles from '#components/kit/registered.module.css'
import { RegisteredPage } from '#components/shell/registered-page.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { getToolContract } from '#lib/domain/tools/contract.ts'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { Rule } from './page/rule.tsx'
import type { ToolScope } from './page/scope.ts'
import { ToolCharts } from './page/tool-charts.tsx'
import { ToolHead } from './page/tool-head.tsx'
import { LastCalls, UsedBy } from './page/use.tsx'
import { editParam } from './search-params.ts'

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

/** One tool: how well it works, who uses it, when it needs approval, and its entry. */
export function ToolPage({ slug, fields }: Props) {
  const query = useContract(getToolContract, { params: { slug } })
  return (
    <RegisteredPage one="tool" list={{ href: '/tools', label: 'Tools' }} slug={slug} query={query} shown="a call of it">
      {tool => <Loaded tool={tool} fields={fields} />}
    </RegisteredPage>
  )
}

function Loaded({ tool, fields }: { tool: ToolDetail; fields: readonly FormField[] }) {
  const [range] = useTimeRange()
  const { environment } = useScope()
  const [editing, setEditing] = useQueryState('edit', editParam)
  const queries = useQueryClient()
  const denial = denialForRole('tools.manage', useShell().user.role)
  const scope: ToolScope = { tool: tool.slug, environment, range }
  const close = async () => {
    // The saved entry is read before the form closes, so that the page never shows the old one.
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
            disabled={denial !== null || editing}
            title={denial ?? undefined}
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
