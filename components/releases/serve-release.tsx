'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { listAllocationsContract, serveReleaseContract } from '#lib/domain/assignment/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import { useEnvironments } from './use-environments.ts'
import { useServing } from './use-serving.ts'

/** The button that lets a release serve everybody at once, without a rollout. */
export function ServeRelease({ release: { slug, agent } }: { release: ReleaseItem }) {
  const [asking, setAsking] = useState(false)
  const [environment, setEnvironment] = useState('production')
  const client = useQueryClient()
  const denial = denialForRole('assignment.serve', useShell().user.role)
  const environments = useEnvironments()
  const { allocations } = useServing()
  const now = allocations?.find(one => one.agent === agent && one.environment === environment)
  const serve = useMutation({
    mutationFn: (reason: string) =>
      call(serveReleaseContract, {
        params: { agent, environment },
        body: { release: slug, reason, expectedRevision: now?.revision ?? 0 },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listAllocationsContract.id] })
      setAsking(false)
    },
  })
  return (
    <>
      <Button
        variant="default"
        disabled={denial !== null}
        title={denial ?? undefined}
        onClick={() => {
          serve.reset()
          setAsking(true)
        }}
      >
        Serve everybody…
      </Button>
      {asking ? (
        <ReasonDialog
          action={`Serve ${slug} to everybody`}
          danger
          busy={serve.isPending}
          error={serve.error}
          failed="The serving release was not changed."
          onConfirm={reason => serve.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          <NativeSelect
            label="Environment"
            mb={12}
            data={environments}
            value={environment}
            onChange={event => setEnvironment(event.currentTarget.value)}
          />
          {now ? `${now.baseline} serves there now. ` : 'No release is recorded as serving there yet. '}
          Every user gets {slug} from now on, without the gates of a rollout.
        </ReasonDialog>
      ) : null}
    </>
  )
}
