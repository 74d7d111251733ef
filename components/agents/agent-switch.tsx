'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { chunkOf, usePreloaded } from '#lib/client/preloaded.ts'
import { getAgentContract } from '#lib/domain/agents/contract.ts'
import { disableAgentContract, enableAgentContract } from '#lib/domain/agents/switch/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'

// Its form is not part of the first load: nobody can ask for it before the page is drawn.
const dialog = chunkOf(() => import('#components/kit/reason-dialog.tsx').then(module => module.ReasonDialog))

/** Switches one agent off, or on again. */
export function AgentSwitch({ slug, enabled }: { slug: string; enabled: boolean }) {
  const [asking, setAsking] = useState(false)
  const ReasonDialog = usePreloaded(dialog, asking)
  const client = useQueryClient()
  const denial = denialForRole(enabled ? 'agents.stop' : 'agents.resume', useShell().user.role)
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(enabled ? disableAgentContract : enableAgentContract, { params: { slug }, body: { reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [getAgentContract.id] })
      setAsking(false)
    },
  })
  return (
    <>
      <Button
        variant="default"
        c={enabled && denial === null ? 'var(--hp-critical-text)' : undefined}
        disabled={denial !== null}
        title={denial ?? undefined}
        onClick={() => {
          send.reset()
          setAsking(true)
        }}
      >
        {enabled ? 'Stop agent…' : 'Start again…'}
      </Button>
      {asking && ReasonDialog ? (
        <ReasonDialog
          action={enabled ? `Stop ${slug}` : `Start ${slug} again`}
          danger={enabled}
          busy={send.isPending}
          error={send.error}
          failed={enabled ? 'It was not stopped.' : 'It is still stopped.'}
          onConfirm={reason => send.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          {enabled
            ? 'From now on it gets no permit, no approval and no claim, in any process. Only an administrator can start it again.'
            : 'It gets permits again, within its limits.'}
        </ReasonDialog>
      ) : null}
    </>
  )
}
