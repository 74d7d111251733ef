'use client'

import { useRouter } from 'next/navigation'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { When } from '#components/kit/when.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { channelConfig } from '#lib/domain/channels/contract.ts'
import type { Channel } from '#lib/domain/channels/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import { alertPages, channelHref } from './alert-pages.ts'
import styles from './alerts.module.css'
import { LastDelivery } from './last-delivery.tsx'

export type ChannelRecord = ConfigRecord & Channel

/** The address of a channel, without its secret. */
export const targetOf = ({ kind, url, to }: Channel): string =>
  kind === 'email' ? (to ?? []).join(', ') : (url ?? (kind === 'pagerduty' ? 'events.pagerduty.com' : 'its webhook'))

const columns: Column<ChannelRecord>[] = [
  {
    id: 'channel',
    header: 'channel',
    leads: true,
    sort: row => row.slug,
    cell: row => <TwoLines name={row.slug} note={targetOf(row)} />,
  },
  { id: 'kind', header: 'kind', width: 108, sort: row => row.kind, cell: row => row.kind },
  {
    id: 'last',
    header: 'last message',
    width: 220,
    cell: row => (row.enabled ? <LastDelivery slug={row.slug} /> : 'switched off'),
  },
  {
    id: 'changed',
    header: 'changed',
    width: 112,
    priority: 'low',
    sort: row => row.updatedAt,
    cell: row => <When at={row.updatedAt} />,
  },
]
const rowId = ({ slug }: ChannelRecord) => slug

/** Where messages to people and systems go. */
export function ChannelsScreen() {
  const router = useRouter()
  const denial = denialForRole('channels.manage', useShell().user.role)
  const { data, error, refetch } = useContract(channelConfig.list, { query: { limit: 200 } })
  return (
    <PagesFrame title="Alerts" pages={alertPages}>
      <div className={styles.page}>
        <SectionTable
          title="Channels"
          tools={
            <NewByName
              kind="channel"
              example="team-chat"
              denial={denial}
              onName={slug => router.push(`${channelHref({ slug })}?edit=true`)}
            />
          }
          columns={columns}
          rows={data?.items as ChannelRecord[] | undefined}
          rowId={rowId}
          hrefOf={channelHref}
          sortKey="sort"
          failure={
            error ? <Failure what="The channels could not be read." error={error} retry={() => void refetch()} /> : null
          }
          empty={
            <Empty title="No channel yet">
              <p>
                A channel is a webhook, a Slack-compatible webhook, PagerDuty or e-mail. Create one with New channel, or
                send it with <code>PUT /api/v1/channels/&#123;name&#125;</code>.
              </p>
            </Empty>
          }
        />
      </div>
    </PagesFrame>
  )
}
