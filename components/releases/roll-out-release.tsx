'use client'

import { Button, Checkbox, NativeSelect, TagsInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useChannelNames } from '#lib/domain/channels/use-channel-names.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listReleasesContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import { createRolloutContract, listRolloutsContract, strategyConfig } from '#lib/domain/rollouts/contract.ts'
import { useEnvironments } from './use-environments.ts'
import { useServing } from './use-serving.ts'

const seeds = ['agent-change', 'prompt-change']

/** Begins a rollout of the release, and opens the page of the rollout. */
export function RollOutRelease({ release }: { release: ReleaseItem }) {
  const [asking, setAsking] = useQueryState('rollout', parseAsBoolean.withDefault(false))
  const denial = denialForRole('rollouts.manage', useShell().user.role)
  return (
    <>
      <Button disabled={denial !== null} title={denial ?? undefined} onClick={() => void setAsking(true)}>
        Roll out…
      </Button>
      {asking && denial === null ? <RollOutDialog release={release} onClose={() => void setAsking(null)} /> : null}
    </>
  )
}

function RollOutDialog({ release: { slug, agent }, onClose }: { release: ReleaseItem; onClose: () => void }) {
  const router = useRouter()
  const environments = useEnvironments()
  const [environment, setEnvironment] = useState('production')
  const [strategy, setStrategy] = useState('agent-change')
  const [channels, setChannels] = useState<string[]>([])
  const known = useChannelNames()
  const [picked, setPicked] = useState('')
  const own = useContract(strategyConfig.list, { query: { limit: 200 } })
  const others = useContract(listReleasesContract, { query: { agent, limit: 200 } })
  const { allocations } = useServing()
  const underWay = useContract(listRolloutsContract, { query: { agent, environment, state: 'active', limit: 1 } })
  const active = underWay.data?.items.find(one => one.environment === environment)
  const [takes, setTakes] = useState(false)
  const serving = allocations?.find(one => one.agent === agent && one.environment === environment)?.baseline
  const before = others.data?.items.map(one => one.slug).filter(one => one !== slug) ?? []
  const baseline = serving ?? (picked || before[0])
  const begin = useMutation({
    mutationFn: () =>
      call(createRolloutContract, {
        body: {
          ...{ agent, environment, candidate: slug, baseline, strategy, channels },
          supersedes: takes ? active?.id : undefined,
        },
      }),
    onSuccess: ({ id }) => router.push(`/rollouts/${encodeURIComponent(id)}`),
  })
  return (
    <ConfirmDialog
      action={`Roll ${slug} out`}
      busy={begin.isPending || begin.isSuccess}
      ready={baseline !== undefined && baseline !== slug && (active === undefined || takes)}
      error={begin.error}
      failed="The rollout did not begin."
      onConfirm={() => begin.mutate()}
      onClose={onClose}
    >
      <NativeSelect
        label="Environment"
        mb={12}
        data={environments}
        value={environment}
        onChange={event => setEnvironment(event.currentTarget.value)}
      />
      {serving ? null : (
        <NativeSelect
          label="Baseline"
          description="No release is recorded as serving there yet"
          mb={12}
          data={before}
          value={baseline ?? ''}
          onChange={event => setPicked(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label="Strategy"
        mb={12}
        data={[...seeds, ...(own.data?.items.map(one => one.slug) ?? [])]}
        value={strategy}
        onChange={event => setStrategy(event.currentTarget.value)}
      />
      <TagsInput
        label="Channels"
        description="Notified in addition to the channels of the strategy"
        mb={12}
        data={known}
        value={channels}
        onChange={setChannels}
      />
      {active ? (
        <Checkbox
          mb={12}
          checked={takes}
          onChange={event => setTakes(event.currentTarget.checked)}
          label={`End the rollout of ${active.candidate}, which is at ${active.weightBps / 100} %`}
          description="One at a time: its users get the baseline again"
        />
      ) : null}
      {sentence(slug, serving ?? baseline)}
    </ConfirmDialog>
  )
}

function sentence(slug: string, baseline: string | undefined): string {
  if (baseline === undefined) return `${slug} is the only release of its agent: there is nothing to compare it with.`
  if (baseline === slug) return `${slug} serves there already.`
  return `It begins with a small share of the users of ${baseline}, goes on where every gate has passed, and goes back by itself where one fails.`
}
