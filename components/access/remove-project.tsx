'use client'

import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { call } from '#lib/client/api.ts'
import { removeProjectContract } from '#lib/domain/projects/contract.ts'

/** There is no way back, so the name is typed. */
export function RemoveProject({ name, onClose }: { name: string; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: () => call(removeProjectContract, { body: { name: typed } }),
    onSuccess: () => globalThis.location.assign('/'),
  })
  return (
    <ConfirmDialog
      action={`Remove ${name}`}
      danger
      busy={remove.isPending || remove.isSuccess}
      ready={typed === name}
      error={remove.error}
      failed="It was not removed."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Nobody can see it any more, and its keys stop working at once. Its traces, requests, scores, members and keys
        are deleted. Its audit log is kept.
      </p>
      <TextInput
        label={`Type ${name}`}
        autoComplete="off"
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
