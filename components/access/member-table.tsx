'use client'

import { Button } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { Pages } from '#lib/client/use-pages.ts'
import type { Member } from '#lib/domain/access/schemas.ts'
import { memberStatuses } from '#lib/domain/access/statuses.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './keys.module.css'
import { MoreRows } from './more-rows.tsx'

const columnsFor = (onOpen: (id: string) => void): Column<Member>[] => [
  {
    id: 'name',
    header: 'name',
    sort: member => member.name,
    cell: member => (
      <div className={styles.stack}>
        <VisibleText text={member.name} />
        <small>
          <VisibleText text={member.email} />
        </small>
        <small className={styles.narrowOnly}>{member.role}</small>
      </div>
    ),
  },
  {
    id: 'role',
    header: 'role',
    width: 120,
    priority: 'lowest',
    sort: member => member.role,
    cell: member => member.role,
  },
  {
    id: 'status',
    header: 'status',
    width: 112,
    sort: member => member.status,
    cell: member => <Status of={memberStatuses} value={member.status} />,
  },
  {
    id: 'seen',
    header: 'last seen',
    width: 180,
    priority: 'low',
    sort: member => member.lastSeenAt,
    cell: member => (member.lastSeenAt ? <When at={member.lastSeenAt} form="absolute" /> : 'never'),
  },
  {
    id: 'browsers',
    header: 'browsers',
    width: 100,
    priority: 'low',
    number: true,
    sort: member => member.sessions,
    cell: member => formatCount(member.sessions),
  },
  {
    id: 'action',
    header: 'action',
    width: 112,
    cell: member => (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Manage ${member.name}`}
        onClick={() => onOpen(member.id)}
      >
        Manage…
      </Button>
    ),
  },
]
const rowId = (member: Member) => member.id

interface Props {
  members: Pages<Member, unknown>
  pending: boolean
  /** Over the rows: what can be done here. */
  above: ReactNode
  failure: ReactNode
  onOpen: (id: string) => void
}

export function MemberTable({ members, pending, above, failure, onOpen }: Props) {
  const columns = useMemo(() => columnsFor(onOpen), [onOpen])
  return (
    <DataTable
      wrap
      label="Members"
      columns={columns}
      rows={members.items}
      rowId={rowId}
      pending={pending}
      above={above}
      failure={failure}
      below={<MoreRows pages={members} />}
    />
  )
}
