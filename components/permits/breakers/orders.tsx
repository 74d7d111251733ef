'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import {
  breakerHistoryContract,
  disableBreakerContract,
  forceOpenContract,
  listBreakersContract,
  metricsOnlyContract,
  probeBreakerContract,
  resetBreakerContract,
} from '#lib/domain/breakers/contract.ts'
import type { BreakerItem } from '#lib/domain/breakers/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { scopeText } from './words.ts'

const orders = {
  probe: {
    contract: probeBreakerContract,
    label: 'Probe now…',
    action: 'Probe',
    effect:
      'The next step is let through as a probe before the waiting time is over. If it succeeds the breaker closes.',
  },
  reset: {
    contract: resetBreakerContract,
    label: 'Reset…',
    action: 'Reset',
    effect: 'It closes: every step passes again, and what it counted is forgotten.',
  },
  metricsOnly: {
    contract: metricsOnlyContract,
    label: 'Metrics only…',
    action: 'Set to metrics only',
    effect: 'Every step passes. It keeps counting, and reports each limit once when it is reached.',
  },
  disable: {
    contract: disableBreakerContract,
    label: 'Disable…',
    action: 'Disable',
    effect: 'Every step passes and nothing is counted, until somebody resets it.',
  },
  forceOpen: {
    contract: forceOpenContract,
    label: 'Force open…',
    action: 'Force open',
    effect: 'Every step that it guards is blocked at once, until somebody resets it. It does not probe.',
  },
} as const
type Order = keyof typeof orders

/** The order that would change nothing. */
const already: Partial<Record<BreakerItem['state'], Order>> = {
  forced_open: 'forceOpen',
  disabled: 'disable',
  metrics_only: 'metricsOnly',
}

/** What a person can order a breaker to do, each with a reason. */
export function Orders({ breaker }: { breaker: BreakerItem }) {
  const [asking, setAsking] = useState<Order | null>(null)
  const client = useQueryClient()
  const denial = denialForRole('breakers.operate', useShell().user.role)
  const send = useMutation({
    mutationFn: ({ order, reason }: { order: Order; reason: string }) =>
      call(orders[order].contract, {
        params: { slug: breaker.slug },
        body: { reason, expectedRevision: breaker.epoch },
      }),
    onSuccess: async () => {
      await Promise.all(
        [listBreakersContract, breakerHistoryContract].map(({ id }) => client.invalidateQueries({ queryKey: [id] })),
      )
      setAsking(null)
    },
  })
  const ask = (order: Order) => {
    send.reset()
    setAsking(order)
  }
  return (
    <>
      {(Object.keys(orders) as Order[]).map(order => {
        const why = denial ?? (already[breaker.state] === order ? 'It is in this state already.' : null)
        if (order === 'probe' && breaker.state !== 'open' && breaker.state !== 'forced_open') return null
        return (
          <Button
            key={order}
            variant="default"
            c={order === 'forceOpen' && why === null ? 'var(--hp-critical-text)' : undefined}
            disabled={why !== null}
            title={why ?? undefined}
            onClick={() => ask(order)}
          >
            {orders[order].label}
          </Button>
        )
      })}
      {asking ? (
        <ReasonDialog
          action={`${orders[asking].action} ${scopeText(breaker.scope)}`}
          danger={asking === 'forceOpen' || asking === 'disable'}
          busy={send.isPending}
          error={send.error}
          failed="The breaker was not changed."
          onConfirm={reason => send.mutate({ order: asking, reason })}
          onClose={() => setAsking(null)}
        >
          {orders[asking].effect}
        </ReasonDialog>
      ) : null}
    </>
  )
}
