'use client'

import { Button, Group, Modal, TextInput } from '@mantine/core'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { addMemberContract } from '#lib/domain/access/contract.ts'
import type { Role } from '#lib/shared/permissions.ts'
import styles from './account.module.css'
import type { OneTimeLink } from './personal-link.tsx'
import { useRefreshAccess } from './refresh.ts'
import { RoleSelect } from './role-select.tsx'

const initialValues: { name: string; email: string; role: Role } = { name: '', email: '', role: 'operator' }

export interface Added {
  name: string
  /** Null: the person has an account already. */
  link: OneTimeLink | null
}

/** The new member gets a link to choose a password, so that nobody types one for somebody else. */
export function AddMember({ onClose, onAdded }: { onClose: () => void; onAdded: (added: Added) => void }) {
  const refresh = useRefreshAccess()
  const { form, submit, busy, problem } = useRequestForm({
    initialValues,
    validate: ({ name, email }) => ({
      ...(name.trim() === '' ? { name: 'Give a name.' } : {}),
      ...(email.includes('@') ? {} : { email: 'Give an e-mail address.' }),
    }),
    request: ({ name, email, role }) =>
      call(addMemberContract, { body: { name: name.trim(), email: email.trim(), role } }),
    onDone: async ({ member, link }) => {
      await refresh()
      onAdded({ name: member.name, link: link && { ...link, name: member.name } })
    },
  })
  return (
    <Modal opened lockScroll={false} title="Add member" onClose={onClose}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <TextInput
          label="Name"
          description="Colleagues see it beside decisions"
          maxLength={100}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label="E-mail"
          description="The member signs in with it; nothing is sent to it"
          type="email"
          maxLength={254}
          {...form.getInputProps('email')}
        />
        <RoleSelect value={form.values.role} onChange={role => form.setFieldValue('role', role)} />
        {problem ? <Failure what="The member was not added." error={problem} /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Add member
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
