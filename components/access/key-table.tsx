'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { call } from '#lib/client/api.ts'
import { useNow } from '#lib/client/use-now.ts'
import type { Pages } from '#lib/client/use-pages.ts'
import { listKeysContract, revokeKeyContract } from '#lib/domain/access/contract.ts'
import type { ApiKey } from '#lib/domain/access/schemas.ts'
import { keyStatuses } from '#lib/domain/access/statuses.ts'
import { Confirmed } from './confirmed.tsx'
import styles from './keys.module.css'
import { MoreRows } from './more-rows.tsx'
import { keyStatus } from './view.ts'

const columns: Column<ApiKey>[] = [
  { id: 'name', header: 'name', sort: key => key.name, cell: key => <Name item={key} /> },
  {
    id: 'key',
    header: 'key',
    width: 150,
    priority: 'lowest',
    cell: key => <span className="hp-mono">{key.prefix}…</span>,
  },
  {
    id: 'may',
    header: 'allowed to',
    width: 170,
    priority: 'low',
    cell: key => (
      <span className={styles.tags}>
        {key.scopes.map(scope => (
          <Tag key={scope}>{scope}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'created',
    header: 'created',
    sort: key => key.createdAt,
    priority: 'low',
    cell: key => <Created item={key} />,
  },
  {
    id: 'used',
    header: 'last used',
    sort: key => key.lastUsedAt,
    width: 120,
    priority: 'low',
    cell: key => (key.lastUsedAt ? <When at={key.lastUsedAt} /> : 'never'),
  },
  { id: 'status', header: 'status', width: 130, cell: key => <KeyStatus item={key} /> },
  { id: 'action', header: 'action', width: 110, cell: key => <Revoke item={key} /> },
]
const rowId = (key: ApiKey) => key.id

interface Props {
  keys: Pages<ApiKey, unknown>
  pending: boolean
  /** Over the rows: what can be done here. */
  above: ReactNode
  failure: ReactNode
  empty: ReactNode
}

export function KeyTable({ keys, pending, above, failure, empty }: Props) {
  return (
    <DataTable
      wrap
      label="API keys"
      columns={columns}
      rows={keys.items}
      rowId={rowId}
      pending={pending}
      above={above}
      failure={failure}
      empty={empty}
      below={<MoreRows pages={keys} />}
    />
  )
}

function Name({ item }: { item: ApiKey }) {
  return (
    <div className={styles.stack}>
      <VisibleText text={item.name} />
      <small className={`hp-mono ${styles.narrowOnly}`}>{item.prefix}…</small>
      {item.agent ? (
        <small>
          only <VisibleText text={item.agent} />
        </small>
      ) : null}
    </div>
  )
}

function Created({ item }: { item: ApiKey }) {
  return (
    <div className={styles.stack}>
      <When at={item.createdAt} form="absolute" />
      {item.createdBy ? (
        <small>
          by <VisibleText text={item.createdBy.name} />
        </small>
      ) : null}
    </div>
  )
}

function KeyStatus({ item }: { item: ApiKey }) {
  const status = keyStatus(item, useNow('half-minute'))
  return (
    <div className={styles.stack}>
      <Status of={keyStatuses} value={status} />
      {status === 'active' && item.expiresAt ? (
        <small>
          expires <When at={item.expiresAt} />
        </small>
      ) : null}
    </div>
  )
}

function Revoke({ item }: { item: ApiKey }) {
  const queryClient = useQueryClient()
  const active = keyStatus(item, useNow('half-minute')) === 'active'
  const revoke = useMutation({
    mutationFn: () => call(revokeKeyContract, { params: { id: item.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [listKeysContract.id] }),
  })
  if (!active) return null
  return (
    <Confirmed
      danger
      compact
      short="Revoke"
      label={`Revoke ${item.name}`}
      effect={`Every client that uses ${item.name} gets 401 from then on. A revoked key cannot be used again.`}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutateAsync()}
    />
  )
}
