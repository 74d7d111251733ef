'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { usePages } from '#lib/client/use-pages.ts'
import { listMembersContract } from '#lib/domain/access/contract.ts'
import type { Member } from '#lib/domain/access/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { AddMember } from './add-member.tsx'
import styles from './keys.module.css'
import { neededAdministrator } from './last-administrator.ts'
import { MemberDialog } from './member-dialog.tsx'
import { MemberTable } from './member-table.tsx'
import { type OneTimeLink, PersonalLink } from './personal-link.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const idOf = ({ id }: Member) => id

/** Who may see and decide here. */
export function MembersScreen() {
  const denial = denialForRole('members.manage', useShell().user.role)
  const enabled = denial === null
  const members = usePages(listMembersContract, { key: [], filters: () => ({}), idOf, enabled, pageSize: 200 })
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const [link, setLink] = useState<OneTimeLink | null>(null)
  const member = members.items.find(item => item.id === open)
  const [known, setKnown] = useState<string | null>(null)
  const handOver = (created: OneTimeLink) => {
    setAdding(false)
    setOpen(null)
    setLink(created)
  }
  return (
    <SettingsFrame fill>
      <MemberTable
        members={members}
        pending={members.isPending && enabled}
        onOpen={setOpen}
        failure={
          members.error ? (
            <Failure what="The members could not be read." error={members.error} retry={members.retry} />
          ) : null
        }
        above={
          <div className={styles.screen}>
            {known ? (
              <p role="status">{known} already has an account, and sees this project from the next page they open.</p>
            ) : null}
            {link ? <PersonalLink link={link} onDone={() => setLink(null)} /> : null}
            <div className={styles.top}>
              <p className="hp-muted">
                Viewers read. Operators also decide. Leads also change policies and releases. Administrators also manage
                access.
              </p>
              <Button disabled={!enabled} title={denial ?? undefined} onClick={() => setAdding(true)}>
                Add member
              </Button>
            </div>
            {denial ? <p>{denial}</p> : null}
          </div>
        }
      />
      {adding ? (
        <AddMember
          onClose={() => setAdding(false)}
          onAdded={added => {
            setKnown(added.link ? null : added.name)
            if (added.link) handOver(added.link)
            else setAdding(false)
          }}
        />
      ) : null}
      {member ? (
        <MemberDialog
          member={member}
          needed={neededAdministrator(member, members.items, members.rest === 'none')}
          onClose={() => setOpen(null)}
          onLink={handOver}
        />
      ) : null}
    </SettingsFrame>
  )
}
