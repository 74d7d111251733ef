'use client'

import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { call } from '#lib/client/api.ts'
import { addMemberContract } from '#lib/domain/access/contract.ts'
import type { Role } from '#lib/shared/permissions.ts'
import styles from './account.module.css'
import type { OneTimeLink } from './personal-link.tsx'
import { useRefreshAccess } from './refresh.ts'
import { RoleSelect } from './role-select.tsx'

/** Nobody types a password for somebody else: the new member gets a link to choose one. */
export function AddMember({ onClose, onAdded }: { onClose: () => void; onAdded: (link: OneTimeLink) => void }) {
  const refresh = useRefreshAccess()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const add = useMutation({
    mutationFn: () => call(addMemberContract, { body: { name: name.trim(), email: email.trim(), role } }),
    onSuccess: async ({ member, link }) => {
      await refresh()
      onAdded({ ...link, name: member.name })
    },
  })
  const missing = name.trim() === '' || !email.includes('@')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!missing) add.mutate()
  }
  return (
    <Modal opened lockScroll={false} title="Add member" onClose={onClose}>
      <form className={styles.dialog} onSubmit={submit}>
        <TextInput
          label="Name"
          description="Colleagues see it beside decisions"
          value={name}
          maxLength={100}
          data-autofocus
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          description="To sign in with; nothing is sent to it"
          type="email"
          value={email}
          maxLength={254}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        {add.error ? <Failure what="Nobody was added." error={add.error} /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={missing}
            title={missing ? 'Give a name and an e-mail address first' : undefined}
          >
            Add member
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
