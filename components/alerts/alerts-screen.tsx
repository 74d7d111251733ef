'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listInstancesContract, listSilencesContract, listStandingsContract } from '#lib/domain/alerts/contract.ts'
import type { InstanceItem, StandingItem } from '#lib/domain/alerts/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { alertPages, ruleHref } from './alert-pages.ts'
import styles from './alerts.module.css'
import { instanceColumns } from './instance-columns.tsx'
import { ruleColumns } from './rule-columns.tsx'
import { SilenceForm } from './silence-form.tsx'
import { SilenceTable } from './silence-table.tsx'

const often = { refetchInterval: 15_000 }
const instanceId = ({ id }: InstanceItem) => id
const slugOf = ({ slug }: StandingItem) => slug

/** What fires now, the rules behind it, and the silences. */
export function AlertsScreen() {
  const router = useRouter()
  const active = useContract(listInstancesContract, { query: { state: 'active', limit: 200 } }, often)
  const rules = useContract(listStandingsContract, { query: { limit: 200 } }, often)
  const silences = useContract(listSilencesContract, { query: { active: 'true', limit: 50 } }, often)
  const [silencing, setSilencing] = useState(false)
  const role = useShell().user.role
  const firing = active.data?.items.filter(({ state }) => state === 'firing')
  const noRules = rules.data?.items.length === 0
  return (
    <PagesFrame title="Alerts" pages={alertPages}>
      <div className={styles.page}>
        <AlertFigures firing={firing} pending={count(active.data?.items, 'pending')} rules={rules.data?.items} />
        <SectionTable
          title="Firing now"
          columns={instanceColumns}
          rows={active.data?.items}
          rowId={instanceId}
          hrefOf={row => ruleHref({ slug: row.rule })}
          sortKey="firing"
          failure={fault('The firing alerts could not be read.', active)}
          empty={<Empty title={noRules ? 'There is no alert rule yet' : 'No alert is firing'} />}
        />
        <SectionTable
          title="Rules"
          tools={
            <NewByName
              kind="alert rule"
              example="error-rate"
              denial={denialForRole('alerts.manage', role)}
              onName={slug => router.push(`${ruleHref({ slug })}?edit=true`)}
            />
          }
          columns={ruleColumns}
          rows={rules.data?.items}
          rowId={slugOf}
          hrefOf={ruleHref}
          sortKey="rules"
          failure={fault('The rules could not be read.', rules)}
          empty={
            <Empty title="No rule yet">
              <p>
                A rule checks a measure every minute and notifies your channels when it crosses a limit. Create one with
                New alert rule, or send it with <code>PUT /api/v1/alerts/&#123;name&#125;</code>.
              </p>
            </Empty>
          }
        />
        <SilenceTable
          silences={silences.data?.items}
          failure={fault('The silences could not be read.', silences)}
          onNew={() => setSilencing(true)}
        />
        {silencing ? (
          <SilenceForm rules={rules.data?.items.map(slugOf) ?? []} onClose={() => setSilencing(false)} />
        ) : null}
      </div>
    </PagesFrame>
  )
}

const count = (items: readonly InstanceItem[] | undefined, state: InstanceItem['state']) =>
  items?.filter(item => item.state === state).length

const fault = (what: string, { error, refetch }: { error: unknown; refetch: () => unknown }) =>
  error ? <Failure what={what} error={error} retry={() => void refetch()} /> : null

interface FiguresProps {
  firing: readonly InstanceItem[] | undefined
  pending: number | undefined
  rules: readonly StandingItem[] | undefined
}

function AlertFigures({ firing, pending, rules }: FiguresProps) {
  const critical = firing?.filter(({ severity }) => severity === 'critical').length ?? 0
  const silenced = firing?.filter(one => one.silenced).length ?? 0
  const untold = firing?.filter(({ toldAt, silenced: still }) => toldAt === null && !still).length ?? 0
  const of = (...states: StandingItem['state'][]) => rules?.filter(({ state }) => states.includes(state)).length
  const mute = rules?.filter(({ channels, onCall }) => channels.length === 0 && onCall === null).length ?? 0
  return (
    <Figures label="Alerts now">
      <Figure label="firing" value={firing?.length} note={critical > 0 ? `${critical} critical` : undefined} />
      <Figure label="pending" value={pending} note="true, but not for long enough yet" />
      <Figure
        label="silenced"
        value={firing && silenced}
        note={untold > 0 ? `${untold} not notified yet` : undefined}
      />
      <Figure label="rules" value={rules?.length} note={mute > 0 ? `${mute} notify no channel` : undefined} />
      <Figure
        label="without data"
        value={of('unknown', 'waiting', 'fault')}
        note="rules that have nothing to measure"
      />
    </Figures>
  )
}
