'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import {
  disableProjectContract,
  enableProjectContract,
  projectSwitchContract,
} from '#lib/domain/agents/switch/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'

/** Stops all agents of the project, or lets them go on. */
export function ProjectSwitch() {
  const { user, project } = useShell()
  const { data } = useContract(projectSwitchContract)
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const enabled = data?.enabled ?? true
  const denial = denialForRole(enabled ? 'agents.stop' : 'agents.resume', user.role)
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(enabled ? disableProjectContract : enableProjectContract, { body: { reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [projectSwitchContract.id] })
      setAsking(false)
    },
  })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        c={enabled && denial === null ? 'var(--hp-critical-text)' : undefined}
        disabled={denial !== null || data === undefined}
        title={denial ?? undefined}
        onClick={() => {
          send.reset()
          setAsking(true)
        }}
      >
        {enabled ? 'Stop all agents…' : 'Start all agents again…'}
      </Button>
      {asking ? (
        <ReasonDialog
          action={enabled ? `Stop all agents of ${project.name}` : `Start the agents of ${project.name} again`}
          danger={enabled}
          busy={send.isPending}
          error={send.error}
          failed={enabled ? 'They were not stopped.' : 'They are still stopped.'}
          onConfirm={reason => send.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          {enabled
            ? 'From now on no agent of this project gets a permit, an approval or a claim, in any process. Only an administrator can start them again.'
            : 'They get permits again, within their limits. An agent that was stopped on its own stays stopped.'}
        </ReasonDialog>
      ) : null}
    </>
  )
}
