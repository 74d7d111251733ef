'use client'

import { Button } from '@mantine/core'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { Member } from '#lib/domain/access/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './keys.module.css'

export function MemberTable({ items, onOpen }: { items: readonly Member[]; onOpen: (id: string) => void }) {
  return (
    <div className={styles.box}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col" data-least>
              role
            </th>
            <th scope="col">status</th>
            <th scope="col" data-low>
              last seen
            </th>
            <th scope="col" data-low data-number>
              browsers
            </th>
            <th scope="col">
              <span className="hp-sr">action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.id}>
              <td>
                <div className={styles.stack}>
                  <VisibleText text={item.name} />
                  <small>
                    <VisibleText text={item.email} />
                  </small>
                  <small className={styles.narrowOnly}>{item.role}</small>
                </div>
              </td>
              <td data-least>{item.role}</td>
              <td>
                <Status of="member" value={item.status} />
              </td>
              <td data-low>{item.lastSeenAt ? <When at={item.lastSeenAt} form="absolute" /> : 'never'}</td>
              <td data-low data-number>
                {formatCount(item.sessions)}
              </td>
              <td data-end>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Manage ${item.name}`}
                  onClick={() => onOpen(item.id)}
                >
                  Manage…
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
