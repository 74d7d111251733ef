'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { call } from '#lib/client/api.ts'
import type { AnyContract } from '#lib/shared/contract.ts'

interface Props {
  /** The DELETE of the kind. */
  archive: AnyContract
  slug: string
  revision: number
  /** What is deleted: "Delete the entry of delete_resource". */
  action: string
  /** What happens then. */
  children: ReactNode
  onDone: () => void
}

/** Deletes a configuration object after a confirmation. Its content stays in the history. */
export function ArchiveButton({ archive, slug, revision, action, children, onDone }: Props) {
  const [asking, setAsking] = useState(false)
  const send = useMutation({
    mutationFn: () => call(archive, { params: { slug }, query: { expectedRevision: revision } }),
    onSuccess: onDone,
  })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {asking ? (
        <ConfirmDialog
          action={action}
          danger
          busy={send.isPending}
          error={send.error}
          failed="It was not deleted."
          onConfirm={() => send.mutate()}
          onClose={() => setAsking(false)}
        >
          {children}
        </ConfirmDialog>
      ) : null}
    </>
  )
}
