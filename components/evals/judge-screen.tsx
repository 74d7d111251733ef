'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Code } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { judgeConfig, judgeReportContract } from '#lib/domain/judges/contract.ts'
import type { JudgeReport } from '#lib/domain/judges/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { formatUsd } from '#lib/shared/money.ts'
import styles from './evals.module.css'
import { AgreementTable } from './judges/agreement-table.tsx'
import { Disagreements } from './judges/disagreements.tsx'
import { Failures } from './judges/failures.tsx'

const fresh = { revision: 0, maxTokens: 500, passAt: 0.5, attempts: 4 }

/** What it has cost today and, if calls with an unknown cost count too, how much of its budget counts as used. */
function spendingOf({ spentTodayUsd, countedTodayUsd }: JudgeReport, dailyUsd: string | null): string {
  const spent = `${spentTodayUsd === null ? 'cost not known' : formatUsd(spentTodayUsd)} today`
  if (dailyUsd === null) return spent
  return spentTodayUsd !== null && Number(spentTodayUsd) === Number(countedTodayUsd)
    ? `${spent} of $${dailyUsd}`
    : `${spent} · ${formatUsd(countedTodayUsd)} of $${dailyUsd} counts as used`
}

/** One judge: how far each version agrees with people, its prompt, its cost, and its form. */
export function JudgeScreen({ slug, fields }: { slug: string; fields: readonly FormField[] }) {
  const params = { slug }
  const query = useContract(judgeConfig.get, { params })
  const holds = query.data !== undefined && query.data.archivedAt === null
  const report = useContract(judgeReportContract, { params }, { enabled: holds })
  const denial = denialForRole('judges.manage', useShell().user.role)
  const client = useQueryClient()
  return (
    <EntryFrame one="judge" list={{ href: '/evals/judges', label: 'Judges' }} {...{ slug, query, holds, denial }}>
      {({ edit, editing, close }) => {
        const done = () => {
          close()
          void client.invalidateQueries({ queryKey: [judgeConfig.get.id] })
          void client.invalidateQueries({ queryKey: [judgeReportContract.id] })
        }
        return (
          <>
            {query.data && holds ? (
              <EntityHead
                name={slug}
                facts={
                  <span className="hp-muted">
                    {query.data.model} · version {query.data.revision}
                    {report.data
                      ? ` · ${spendingOf(report.data, query.data.dailyUsd)} · ${report.data.waiting} waiting`
                      : ''}
                  </span>
                }
                description={query.data.description}
                actions={edit}
              />
            ) : null}
            {report.error ? <Failure what="Its agreement could not be read." error={report.error} /> : null}
            {editing ? (
              <div className={styles.form}>
                <ConfigForm
                  kind={judgeConfig}
                  slug={slug}
                  fields={fields}
                  object={query.data && holds ? { ...query.data } : fresh}
                  exists={holds}
                  deletion={{
                    action: `Delete the judge ${slug}`,
                    effect: 'Answers that wait for it fail, and runs that need it stay inconclusive. Its scores stay.',
                  }}
                  onDone={done}
                  onCancel={close}
                />
              </div>
            ) : null}
            {report.data ? <AgreementTable report={report.data} /> : null}
            {report.data ? <Failures report={report.data} /> : null}
            {report.data ? <Disagreements report={report.data} /> : null}
            {query.data && holds && !editing ? (
              <section className={styles.criteria} aria-label="Prompt">
                <h3>Prompt</h3>
                <Code text={query.data.prompt} label="prompt" />
              </section>
            ) : null}
          </>
        )
      }}
    </EntryFrame>
  )
}
