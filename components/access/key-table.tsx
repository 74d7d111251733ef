'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { call } from '#lib/client/api.ts'
import { useNow } from '#lib/client/use-now.ts'
import { listKeysContract, revokeKeyContract } from '#lib/domain/access/contract.ts'
import type { ApiKey } from '#lib/domain/access/schemas.ts'
import styles from './keys.module.css'
import { keyStatus } from './view.ts'

export function KeyTable({ items }: { items: readonly ApiKey[] }) {
  return (
    <div className={styles.box}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col" data-least>
              key
            </th>
            <th scope="col" data-low>
              may
            </th>
            <th scope="col" data-low>
              created
            </th>
            <th scope="col" data-low>
              last used
            </th>
            <th scope="col">status</th>
            <th scope="col">
              <span className="hp-sr">action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <KeyRow key={item.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function KeyRow({ item }: { item: ApiKey }) {
  const now = useNow('half-minute')
  const status = keyStatus(item, now)
  return (
    <tr>
      <td>
        <div className={styles.stack}>
          <VisibleText text={item.name} />
          <small className={`hp-mono ${styles.narrowOnly}`}>{item.prefix}…</small>
          {item.agent ? (
            <small>
              only <VisibleText text={item.agent} />
            </small>
          ) : null}
        </div>
      </td>
      <td className="hp-mono" data-least>
        {item.prefix}…
      </td>
      <td className={styles.tags} data-low>
        {item.scopes.map(scope => (
          <Tag key={scope}>{scope}</Tag>
        ))}
      </td>
      <td data-low>
        <div className={styles.stack}>
          <When at={item.createdAt} form="absolute" />
          {item.createdBy ? <small>{item.createdBy.name}</small> : null}
        </div>
      </td>
      <td data-low>{item.lastUsedAt ? <When at={item.lastUsedAt} /> : 'never'}</td>
      <td>
        <div className={styles.stack}>
          <Status of="key" value={status} />
          {status === 'active' && item.expiresAt ? (
            <small>
              expires <When at={item.expiresAt} />
            </small>
          ) : null}
        </div>
      </td>
      <td data-end>{status === 'active' ? <Revoke item={item} /> : null}</td>
    </tr>
  )
}

/** Asks again in place, with the object and the effect. */
function Revoke({ item }: { item: ApiKey }) {
  const queryClient = useQueryClient()
  // The focus goes along: to the safe answer, and back to where it came from.
  const [state, setState] = useState<'rest' | 'asking' | 'kept'>('rest')
  const revoke = useMutation({
    mutationFn: () => call(revokeKeyContract, { params: { id: item.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [listKeysContract.id] }),
  })
  if (state !== 'asking') {
    return (
      <Button size="compact-sm" variant="default" autoFocus={state === 'kept'} onClick={() => setState('asking')}>
        Revoke…
      </Button>
    )
  }
  return (
    <div className={styles.confirm}>
      <span>Clients that use {item.name} are refused at once.</span>
      <Button size="compact-sm" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
        Revoke {item.name}
      </Button>
      <Button size="compact-sm" variant="default" autoFocus onClick={() => setState('kept')}>
        Keep
      </Button>
      {revoke.error ? <Failure what="It was not revoked." error={revoke.error} /> : null}
    </div>
  )
}
