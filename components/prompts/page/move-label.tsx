'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { moveLabelContract, rollBackLabelContract } from '#lib/domain/prompts/contract.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'

const label = 'production'

/** Moves the label production to this version. If the label is already here, moves it back to the version before. */
export function MoveLabel({ name, version }: { name: string; version: VersionItem }) {
  const [asking, setAsking] = useState(false)
  const queries = useQueryClient()
  const denial = denialForRole('prompts.release', useShell().user.role)
  const back = version.labels.includes(label)
  const action = back ? 'Roll back production' : `Move production to v${version.version}`
  const move = useMutation({
    mutationFn: (reason: string) =>
      back
        ? call(rollBackLabelContract, { params: { name, label }, body: { reason } })
        : call(moveLabelContract, { params: { name, label }, body: { version: version.version, reason } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('prompts.') })
      setAsking(false)
    },
  })
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={denial !== null}
        title={denial ?? undefined}
        onClick={() => setAsking(true)}
      >
        {action}…
      </Button>
      {asking ? (
        <ReasonDialog
          action={action}
          busy={move.isPending}
          error={move.error}
          failed="The label was not moved."
          onConfirm={reason => move.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          Agents that ask for production of <VisibleText text={name} /> get{' '}
          {back ? 'the version that it was at before' : `version ${version.version}`} within a minute.
        </ReasonDialog>
      ) : null}
    </>
  )
}
