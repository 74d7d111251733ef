'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Empty, Note, Tag } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { Timeline } from '#components/kit/timeline.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import {
  alertConfig,
  alertHistoryContract,
  listInstancesContract,
  listStandingsContract,
} from '#lib/domain/alerts/contract.ts'
import { conditionText, countsWindow, measureLabel, spanText } from '#lib/domain/alerts/measures.ts'
import type { AlertFields, InstanceItem } from '#lib/domain/alerts/schemas.ts'
import { alertStatuses, ruleStatuses } from '#lib/domain/alerts/statuses.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './alerts.module.css'
import { EntryPage } from './entry-page.tsx'
import { FilterInput } from './filter-input.tsx'
import { groupColumns } from './instance-columns.tsx'
import { ChannelsInput, namesInput } from './names-input.tsx'
import { RulePreview } from './rule-preview.tsx'
import { SilenceForm } from './silence-form.tsx'

type Rule = ConfigRecord & AlertFields
const often = { refetchInterval: 15_000 }
const fresh = {
  ...{ measure: 'errorRate', by: ['agent'], condition: {}, window: 300, for: 0, minimum: 0, noData: 'keep' },
  ...{ severity: 'warning', grouping: 'rule', enabled: true, channels: [], filter: {} },
}

interface Props {
  slug: string
  fields: readonly FormField[]
  dimensions: readonly string[]
}

/** One alert rule: its condition, the state of its groups, and their history. */
export function RulePage({ slug, fields, dimensions }: Props) {
  return (
    <EntryPage<Rule>
      kind={alertConfig}
      one="alert rule"
      list={{ href: '/alerts', label: 'Alerts' }}
      slug={slug}
      fields={fields}
      fresh={fresh}
      inputs={useMemo(
        () => ({ filter: FilterInput, by: namesInput(dimensions), channels: ChannelsInput }),
        [dimensions],
      )}
      preview={draft => <RulePreview draft={draft} />}
      deleted="It is no longer evaluated. Its alerts end, and whoever was notified of them is told that they ended."
      facts={rule => <RuleFacts rule={rule} />}
      description={rule => <RuleSentence rule={rule} />}
      actions={() => <SilenceButton slug={slug} />}
    >
      {rule => <RuleBody rule={rule} />}
    </EntryPage>
  )
}

function useStanding(slug: string) {
  const { data } = useContract(listStandingsContract, { query: { limit: 200 } }, often)
  return data?.items.find(one => one.slug === slug)
}

function RuleFacts({ rule }: { rule: Rule }) {
  const standing = useStanding(rule.slug)
  return (
    <>
      {standing ? <Status of={ruleStatuses} value={standing.state} /> : null}
      <Tag critical={rule.severity === 'critical'}>{rule.severity}</Tag>
      {standing?.silenced ? <Tag>silenced</Tag> : null}
    </>
  )
}

/** The whole rule in one sentence. */
function RuleSentence({ rule }: { rule: Rule }) {
  const only = Object.entries(rule.filter).map(([name, wanted]) => `${name} ${[wanted].flat().join(' or ')}`)
  const parts = [
    `${measureLabel(rule.measure)} ${conditionText(rule.measure, rule.condition)}`,
    countsWindow(rule.measure) ? ` over ${spanText(rule.window)}` : '',
    rule.for > 0 ? ` for ${spanText(rule.for)}` : '',
    rule.by.length > 0 ? `, for each ${rule.by.join(' and ')}` : '',
    only.length > 0 ? `, only ${only.join(', ')}` : '',
    rule.minimum > 0 ? `, from ${rule.minimum} on` : '',
  ]
  const told = [...rule.channels, ...(rule.onCall ? [`on-call ${rule.onCall}`] : [])]
  return (
    <>
      <p>
        <VisibleText text={`${parts.join('')}. `} />
        {told.length > 0 ? <VisibleText text={`Tells ${told.join(', ')}.`} /> : 'Notifies no channel.'}
        {rule.severity === 'critical' ? ' Opens an incident, which pages whoever is on call.' : null}
      </p>
      {rule.description ? (
        <p className={styles.long}>
          <VisibleText text={rule.description} />
        </p>
      ) : null}
    </>
  )
}

function SilenceButton({ slug }: { slug: string }) {
  const [open, setOpen] = useState(false)
  const denial = denialForRole('alerts.silence', useShell().user.role)
  return (
    <>
      <Button variant="default" disabled={denial !== null} title={denial ?? undefined} onClick={() => setOpen(true)}>
        Silence
      </Button>
      {open ? <SilenceForm rules={[slug]} rule={slug} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const rowId = ({ id }: InstanceItem) => id

function RuleBody({ rule }: { rule: Rule }) {
  const { slug } = rule
  const standing = useStanding(slug)
  const groups = useContract(listInstancesContract, { query: { rule: slug, limit: 200 } }, often)
  const history = useContract(alertHistoryContract, { params: { slug } }, often)
  return (
    <>
      {standing?.fault ? (
        <div className={styles.inset}>
          <Note tone="warning">
            <p>
              <strong>The last check failed.</strong> <VisibleText text={standing.fault} />
            </p>
          </Note>
        </div>
      ) : null}
      <SectionTable
        title="Groups"
        columns={groupColumns}
        rows={groups.data?.items}
        rowId={rowId}
        sortKey="groups"
        failure={
          groups.error ? (
            <Failure what="Its groups could not be read." error={groups.error} retry={() => void groups.refetch()} />
          ) : null
        }
        empty={
          <Empty title={rule.enabled ? 'Nothing was measured yet' : 'It is switched off'}>
            {rule.enabled ? (
              <p>A measure is read when its minute is over; a group appears here with its first data.</p>
            ) : null}
          </Empty>
        }
      />
      <section className={styles.inset} aria-label="History">
        <h3>History</h3>
        {history.error ? <Failure what="Its history could not be read." error={history.error} /> : null}
        {history.data ? (
          <Timeline
            label="Changes of state"
            empty="Its groups have never changed their state"
            events={history.data.items.map(({ id, at, to, message, traces }) => ({
              ...{ id, at, title: <VisibleText text={message} /> },
              mark: <Status of={alertStatuses} value={to} />,
              detail: traces ? <Link href={traces}>Traces of this window</Link> : undefined,
            }))}
          />
        ) : null}
      </section>
    </>
  )
}
