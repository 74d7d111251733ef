'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { denialForRole } from '#lib/domain/list.ts'
import {
  abortRolloutContract,
  extendRolloutContract,
  getRolloutContract,
  listRolloutsContract,
  pauseRolloutContract,
  promoteRolloutContract,
  resumeRolloutContract,
  skipGateContract,
} from '#lib/domain/rollouts/contract.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import styles from './rollouts.module.css'
import { gateTitles, shareText } from './words.ts'

type Action = 'pause' | 'resume' | 'extend' | 'skip' | 'promote' | 'abort'
type Gate = RolloutItem['gates'][number]['gate']
const extraSeconds = 6 * 3600

const words: Record<Action, { button: string; text: (rollout: RolloutItem) => string }> = {
  pause: { button: 'Pause…', text: () => 'It keeps its share and does not advance until somebody resumes it.' },
  resume: { button: 'Resume…', text: () => 'It continues where it was paused. The time of the pause does not count.' },
  extend: { button: 'Extend…', text: () => 'It may wait for evidence 6 hours longer before it asks a person.' },
  skip: {
    button: 'Skip a gate…',
    text: () => 'The gate does not count in this phase. A second person must agree; your request is kept until then.',
  },
  promote: {
    button: 'Promote…',
    text: rollout =>
      isProven(rollout)
        ? 'Every gate has passed. The next phase begins at once.'
        : 'Not every gate has passed. A second person must agree; your request is kept until then.',
  },
  abort: {
    button: 'Roll back…',
    text: ({ baseline, phase }) =>
      phase === null
        ? 'Nobody has got the candidate yet, and nobody will.'
        : `Everybody gets ${baseline} at once: its code, its model and its prompts.`,
  },
}

const isProven = ({ state, gates }: RolloutItem) =>
  state === 'holding' && gates.length > 0 && gates.every(({ verdict }) => verdict === 'PASS' || verdict === 'SKIPPED')

/** Gates that hold it now. Safety cannot be skipped. */
const skippable = ({ gates }: RolloutItem): Gate[] =>
  gates
    .filter(({ gate, verdict }) => gate !== 'safety' && verdict !== 'PASS' && verdict !== 'SKIPPED')
    .map(({ gate }) => gate)

interface Order {
  action: Action
  gate: Gate | undefined
  reason: string
}

function send({ action, gate, reason }: Order, { id, revision }: RolloutItem): Promise<unknown> {
  const params = { id }
  const body = { expectedRevision: revision, reason }
  switch (action) {
    case 'pause':
      return call(pauseRolloutContract, { params, body })
    case 'resume':
      return call(resumeRolloutContract, { params, body })
    case 'extend':
      return call(extendRolloutContract, { params, body: { ...body, seconds: extraSeconds } })
    case 'skip':
      return gate ? call(skipGateContract, { params, body: { ...body, gate } }) : Promise.resolve()
    case 'promote':
      return call(promoteRolloutContract, { params, body })
    case 'abort':
      return call(abortRolloutContract, { params, body })
  }
}

/** The orders that a person can give to a rollout, each with a reason. */
export function RolloutActions({ rollout }: { rollout: RolloutItem }) {
  const [asked, setAsked] = useState<Action | null>(null)
  const [picked, setPicked] = useState<Gate | null>(null)
  const client = useQueryClient()
  const denial = denialForRole('rollouts.manage', useShell().user.role)
  const act = useMutation({
    mutationFn: (order: Order) => send(order, rollout),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [getRolloutContract.id] })
      await client.invalidateQueries({ queryKey: [listRolloutsContract.id] })
      setAsked(null)
    },
  })
  if (rollout.endedAt !== null) return null
  const { state, phase, phases } = rollout
  const gates = skippable(rollout)
  const gate = picked !== null && gates.includes(picked) ? picked : gates[0]
  const next = phases[(phase ?? -1) + 1]
  const shown: Action[] = [
    state === 'paused' ? 'resume' : 'pause',
    ...(phase === null ? [] : ['extend' as const]),
    ...(gates.length === 0 ? [] : ['skip' as const]),
    'abort',
    'promote',
  ]
  const label = (action: Action) => {
    if (action === 'promote') return next ? `Promote to ${shareText(next.weightBps)}…` : 'End the bake…'
    return action === 'abort' && phase === null ? 'Give up…' : words[action].button
  }
  return (
    <div className={styles.actions}>
      {shown.map(action => (
        <Button
          key={action}
          variant="default"
          {...(action === 'abort' ? { c: 'var(--hp-critical-text)' } : {})}
          disabled={denial !== null}
          title={denial ?? undefined}
          onClick={() => {
            act.reset()
            setAsked(action)
          }}
        >
          {label(action)}
        </Button>
      ))}
      {asked ? (
        <ReasonDialog
          action={label(asked).replace('…', '')}
          danger={asked === 'abort'}
          busy={act.isPending}
          error={act.error}
          failed="The rollout was not changed."
          onConfirm={reason => act.mutate({ action: asked, gate, reason })}
          onClose={() => setAsked(null)}
        >
          {words[asked].text(rollout)}
          {asked === 'skip' && gate ? (
            <Choices
              label="Gate"
              value={gate}
              choices={Object.fromEntries(gates.map(one => [one, gateTitles[one]])) as Record<Gate, string>}
              onChange={setPicked}
            />
          ) : null}
        </ReasonDialog>
      ) : null}
    </div>
  )
}
