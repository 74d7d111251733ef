'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listRunsContract } from '#lib/domain/evals/runs/contract.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { runColumns, runHref, type SuiteItem, suiteColumns, suiteHref, suitePageHref } from './columns.tsx'
import { evalPages } from './eval-pages.ts'
import { Proposals } from './suite/proposals.tsx'
import { SuiteTrend } from './suite/trend.tsx'

const suiteId = ({ slug }: SuiteItem) => slug
const runId = ({ id }: RunItem) => id

const first = `curl -X POST "$HOLDPOINT_URL/api/v1/eval-runs/import/junit?suite=unit-tests" \\
  -H "Authorization: Bearer $HOLDPOINT_API_KEY" -H "Content-Type: application/xml" \\
  --data-binary @junit.xml`

/** The suites with their last verdicts, and the runs, live while they report. */
export function EvalsScreen() {
  const router = useRouter()
  const denial = denialForRole('evals.manage', useShell().user.role)
  const [suite, setSuite] = useQueryState('suite', parseAsString.withOptions({ history: 'push' }))
  const suites = useContract(suiteConfig.list, { query: { limit: 200 } })
  const query = suite === null ? { limit: 100 } : { limit: 100, suite }
  const runs = useContract(listRunsContract, { query }, { keepPrevious: true })
  const open = suites.data?.items.find(({ slug }) => slug === suite) ?? null
  return (
    <PagesFrame
      title="Evals"
      pages={evalPages}
      tools={suite === null ? null : <Link href={suitePageHref({ slug: suite })}>Scenarios and versions</Link>}
    >
      <div className={page.page}>
        <SectionTable
          title="Suites"
          tools={
            <NewByName
              kind="suite"
              example="incident_investigation"
              denial={denial}
              onName={name => router.push(`${suitePageHref({ slug: name })}?edit=true`)}
            />
          }
          columns={suiteColumns}
          rows={suites.data?.items}
          rowId={suiteId}
          hrefOf={suiteHref}
          openId={suite}
          sortKey="suites"
          failure={
            suites.error ? (
              <Failure what="The suites could not be read." error={suites.error} retry={() => void suites.refetch()} />
            ) : null
          }
          empty={
            <Empty title="No suite yet">
              <p>
                A suite is a list of scenarios; a run reports how well an agent did in each, and the verdict says
                whether it may ship. The quickest start is a file that your tests already write:
              </p>
              <Code text={first} label="command" />
            </Empty>
          }
        />
        {open ? <SuiteTrend suite={open} /> : null}
        <Proposals suite={suite} />
        <SectionTable
          title="Runs"
          note="newest first"
          tools={suite === null ? null : <FilterPin name="suite" value={suite} onRemove={() => void setSuite(null)} />}
          columns={runColumns}
          rows={runs.data?.items}
          rowId={runId}
          hrefOf={runHref}
          sortKey="runs"
          failure={
            runs.error ? (
              <Failure what="The runs could not be read." error={runs.error} retry={() => void runs.refetch()} />
            ) : null
          }
          empty={<Empty title={suite === null ? 'No run yet' : 'No run of this suite yet'} />}
        />
      </div>
    </PagesFrame>
  )
}
