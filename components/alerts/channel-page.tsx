'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Empty, Note, Tag } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { channelConfig, listDeliveriesContract, testChannelContract } from '#lib/domain/channels/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './alerts.module.css'
import { type ChannelRecord, targetOf } from './channels-screen.tsx'
import { type Delivery, deliveryColumns } from './delivery-columns.tsx'
import { EntryPage } from './entry-page.tsx'

/** One channel: its address, whether it works, and what was sent. */
export function ChannelPage({ slug, fields }: { slug: string; fields: readonly FormField[] }) {
  return (
    <EntryPage<ChannelRecord>
      kind={channelConfig}
      one="channel"
      list={{ href: '/alerts/channels', label: 'Channels' }}
      slug={slug}
      fields={fields}
      fresh={{ kind: 'webhook', enabled: true }}
      deleted="Nothing more is sent to it; messages that are waiting fail. Sent messages stay readable."
      facts={({ kind, enabled }) => (
        <>
          <Tag>{kind}</Tag>
          {enabled ? null : <Tag>switched off</Tag>}
        </>
      )}
      description={channel => <VisibleText text={`Sends to ${targetOf(channel)}.`} />}
    >
      {() => <Deliveries slug={slug} />}
    </EntryPage>
  )
}

const rowId = ({ id }: Delivery) => id

function Deliveries({ slug }: { slug: string }) {
  const queries = useQueryClient()
  const { data, error, refetch } = useContract(listDeliveriesContract, { params: { slug }, query: { limit: 100 } })
  const denial = denialForRole('channels.manage', useShell().user.role)
  const test = useMutation({
    mutationFn: () => call(testChannelContract, { params: { slug } }),
    onSettled: () => queries.invalidateQueries({ queryKey: [listDeliveriesContract.id] }),
  })
  return (
    <>
      {test.error || test.data ? (
        <div className={styles.inset} aria-live="polite">
          {test.error ? <Failure what="The test was not sent." error={test.error} /> : null}
          {test.data ? <TestResult delivery={test.data} /> : null}
        </div>
      ) : null}
      <SectionTable
        title="Deliveries"
        note={data?.nextCursor ? 'the newest 100' : undefined}
        tools={
          <Button
            variant="default"
            size="compact-sm"
            loading={test.isPending}
            disabled={denial !== null}
            title={denial ?? undefined}
            onClick={() => test.mutate()}
          >
            Send a test
          </Button>
        }
        columns={deliveryColumns}
        rows={data?.items}
        rowId={rowId}
        sortKey="sort"
        failure={
          error ? <Failure what="The deliveries could not be read." error={error} retry={() => void refetch()} /> : null
        }
        empty={
          <Empty title="Nothing was sent yet">
            <p>Send a test: the receiver’s answer appears here at once.</p>
          </Empty>
        }
      />
    </>
  )
}

function TestResult({ delivery: { status, lastResult } }: { delivery: Delivery }) {
  const words = { delivered: 'The test arrived.', pending: 'The test has not arrived yet.', failed: 'The test failed.' }
  return (
    <Note tone={status === 'delivered' ? 'waiting' : status === 'pending' ? 'warning' : 'critical'}>
      <p>
        <strong>{words[status]}</strong> {lastResult ? <VisibleText text={lastResult} /> : null}
      </p>
    </Note>
  )
}
