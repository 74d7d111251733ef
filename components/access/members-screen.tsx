'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listMembersContract } from '#lib/domain/access/contract.ts'
import { refusalForRole } from '#lib/shared/permissions.ts'
import { AddMember } from './add-member.tsx'
import styles from './keys.module.css'
import { MemberDialog } from './member-dialog.tsx'
import { MemberTable } from './member-table.tsx'
import { type OneTimeLink, PersonalLink } from './personal-link.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** Who may see and decide here. */
export function MembersScreen() {
  const refusal = refusalForRole('members.manage', useShell().user.role)
  const list = useContract(listMembersContract, { query: { limit: 200 } }, { enabled: refusal === null })
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const [link, setLink] = useState<OneTimeLink | null>(null)
  const member = list.data?.items.find(item => item.id === open)
  return (
    <SettingsFrame>
      <div className={styles.screen}>
        {link ? <PersonalLink link={link} onDone={() => setLink(null)} /> : null}
        <div className={styles.top}>
          <p className="hp-muted">
            Viewers read, operators decide, leads change policies and releases, administrators manage access.
          </p>
          <Button disabled={refusal !== null} title={refusal ?? undefined} onClick={() => setAdding(true)}>
            Add member
          </Button>
        </div>
        {refusal ? <p>{refusal}</p> : null}
        {list.error ? (
          <Failure what="The members could not be read." error={list.error} retry={() => void list.refetch()} />
        ) : null}
        {list.isPending && refusal === null ? <Skeleton rows={4} /> : null}
        {list.data ? <MemberTable items={list.data.items} onOpen={setOpen} /> : null}
      </div>
      {adding ? (
        <AddMember
          onClose={() => setAdding(false)}
          onAdded={added => {
            setAdding(false)
            setLink(added)
          }}
        />
      ) : null}
      {member ? (
        <MemberDialog
          member={member}
          onClose={() => setOpen(null)}
          onLink={created => {
            setOpen(null)
            setLink(created)
          }}
        />
      ) : null}
    </SettingsFrame>
  )
}
