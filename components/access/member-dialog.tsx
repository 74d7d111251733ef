'use client'

import { Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#lib/client/api.ts'
import {
  changeRoleContract,
  createPasswordLinkContract,
  deactivateMemberContract,
  reactivateMemberContract,
  signOutMemberContract,
} from '#lib/domain/access/contract.ts'
import type { Member } from '#lib/domain/access/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './account.module.css'
import { Confirmed } from './confirmed.tsx'
import type { OneTimeLink } from './personal-link.tsx'
import { useRefreshAccess } from './refresh.ts'
import { RoleSelect } from './role-select.tsx'

interface Props {
  member: Member
  /** Why this member must stay an administrator who can sign in; null otherwise. */
  needed: string | null
  onClose: () => void
  onLink: (link: OneTimeLink) => void
}

/** What an administrator may do about one member; each change is done at once and audited. */
export function MemberDialog({ member, needed, onClose, onLink }: Props) {
  const refresh = useRefreshAccess()
  const [role, setRole] = useState(member.role)
  const params = { id: member.id }
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onSuccess: refresh })
  const link = async () => onLink({ ...(await call(createPasswordLinkContract, { params })), name: member.name })
  const run = (work: () => Promise<unknown>) => act.mutateAsync(work)
  const { name, status, sessions } = member
  return (
    <Modal opened lockScroll={false} title={name} onClose={onClose}>
      <div className={styles.dialog}>
        <RoleSelect value={role} onChange={setRole} />
        {role === member.role ? null : (
          <Confirmed
            label={`Make ${name} ${role}`}
            effect={`The new role applies at once, also in ${plural(sessions, 'open browser')}.`}
            disabled={role === 'admin' ? null : needed}
            busy={act.isPending}
            onConfirm={() => run(() => call(changeRoleContract, { params, body: { role } }))}
          />
        )}
        <hr />
        <Confirmed
          label={status === 'invited' ? 'New invitation link' : 'Link for a new password'}
          effect="Earlier links stop working. The old password works until the link is used."
          disabled={status === 'deactivated' ? 'Reactivate this member first' : null}
          busy={act.isPending}
          onConfirm={() => run(link)}
        />
        <Confirmed
          label="Sign out everywhere"
          effect={`${plural(sessions, 'browser')} of ${name} must sign in again.`}
          disabled={sessions === 0 ? 'Signed in nowhere' : null}
          busy={act.isPending}
          onConfirm={() => run(() => call(signOutMemberContract, { params }))}
        />
        {status === 'deactivated' ? (
          <Confirmed
            label={`Reactivate ${name}`}
            effect="The old password works again."
            busy={act.isPending}
            onConfirm={() => run(() => call(reactivateMemberContract, { params }))}
          />
        ) : (
          <Confirmed
            danger
            label={`Deactivate ${name}`}
            effect="They are signed out and cannot sign in again. Keys that they created keep working."
            disabled={needed}
            busy={act.isPending}
            onConfirm={() => run(() => call(deactivateMemberContract, { params }))}
          />
        )}
      </div>
    </Modal>
  )
}
