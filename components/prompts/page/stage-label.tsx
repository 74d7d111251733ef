'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listAgentsContract } from '#lib/domain/agents/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listUsesContract } from '#lib/domain/prompts/contract.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'
import { listEnvironmentsContract } from '#lib/domain/releases/environments/contract.ts'
import { createRolloutContract, listRolloutsContract, strategyConfig } from '#lib/domain/rollouts/contract.ts'

interface Props {
  name: string
  version: VersionItem
  versions: readonly VersionItem[]
}

const isMovable = (label: string) => label !== 'latest'

/** Begins a rollout that moves a label to this version in stages, and opens the page of the rollout. */
export function StageLabel({ name, version, versions }: Props) {
  const [asking, setAsking] = useState(false)
  const active = useContract(listRolloutsContract, { query: { prompt: name, state: 'active', limit: 20 } })
  const moving = active.data?.items.map(({ prompt }) => prompt?.label) ?? []
  const role = denialForRole('rollouts.manage', useShell().user.role)
  const stands = versions.flatMap(({ version: from, labels }) =>
    from === version.version ? [] : labels.filter(isMovable).map(label => ({ label, from })),
  )
  if (stands.length === 0) return null
  const free = stands.filter(({ label }) => !moving.includes(label))
  const denial = role ?? (free.length === 0 ? 'A move in stages is already under way.' : null)
  return (
    <>
      <Button size="xs" disabled={denial !== null} title={denial ?? undefined} onClick={() => setAsking(true)}>
        Move in stages…
      </Button>
      {asking ? (
        <StageDialog name={name} version={version.version} stands={free} onClose={() => setAsking(false)} />
      ) : null}
    </>
  )
}

interface DialogProps {
  name: string
  version: number
  /** The labels that are at other versions, each with its version. */
  stands: readonly { label: string; from: number }[]
  onClose: () => void
}

const usual = ['production', 'staging']

function StageDialog({ name, version, stands, onClose }: DialogProps) {
  const router = useRouter()
  const [label, setLabel] = useState(stands.find(one => one.label === 'production')?.label ?? stands[0]?.label ?? '')
  const [environment, setEnvironment] = useState('production')
  const [strategy, setStrategy] = useState('prompt-change')
  const [picked, setPicked] = useState<string | null>(null)
  const agents = useContract(listAgentsContract, { query: { limit: 200 } }).data?.items.map(({ slug }) => slug)
  const environments = useContract(listEnvironmentsContract, {}).data?.items ?? []
  const own = useContract(strategyConfig.list, { query: { limit: 200 } }).data?.items ?? []
  const uses = useContract(listUsesContract, { params: { name, version } }).data?.releases ?? []
  const before = useContract(listRolloutsContract, { query: { prompt: name, limit: 1 } }).data?.items ?? []
  const agent = picked ?? uses[0]?.agent ?? before[0]?.agent ?? ''
  const known = [...new Set([...(agents ?? []), ...(agent ? [agent] : [])])]
  const from = stands.find(one => one.label === label)?.from
  const begin = useMutation({
    mutationFn: () =>
      call(createRolloutContract, { body: { agent, environment, strategy, prompt: { name, label, version } } }),
    onSuccess: ({ id }) => router.push(`/rollouts/${encodeURIComponent(id)}`),
  })
  return (
    <ConfirmDialog
      action={`Move ${label} to v${version} in stages`}
      busy={begin.isPending || begin.isSuccess}
      ready={agent !== '' && from !== undefined}
      error={begin.error}
      failed="The rollout did not begin."
      onConfirm={() => begin.mutate()}
      onClose={onClose}
    >
      {stands.length > 1 ? (
        <NativeSelect
          label="Label"
          mb={12}
          data={stands.map(one => ({ value: one.label, label: `${one.label}, now v${one.from}` }))}
          value={label}
          onChange={event => setLabel(event.currentTarget.value)}
        />
      ) : null}
      <NativeSelect
        label="Agent"
        description="Its quality score, incidents, breakers and freezes decide"
        mb={12}
        data={[{ value: '', label: 'Choose the agent that uses it', disabled: true }, ...known]}
        value={agent}
        onChange={event => setPicked(event.currentTarget.value)}
      />
      <NativeSelect
        label="Environment"
        mb={12}
        data={[...new Set([...usual, ...environments])]}
        value={environment}
        onChange={event => setEnvironment(event.currentTarget.value)}
      />
      <NativeSelect
        label="Strategy"
        mb={12}
        data={['prompt-change', 'agent-change', ...own.map(one => one.slug)]}
        value={strategy}
        onChange={event => setStrategy(event.currentTarget.value)}
      />
      A small share of those who ask for {label} with a targeting key gets v{version} instead of v{from}. The share
      grows each time every gate has passed, and is taken back when one fails. The label moves at the end.
    </ConfirmDialog>
  )
}
