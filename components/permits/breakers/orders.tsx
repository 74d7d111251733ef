'use client'

import { Button } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { MenuLine } from '#components/kit/menu-line.tsx'
import { PopOver } from '#components/kit/pop-over.tsx'
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
import styles from './orders.module.css'
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
const names = Object.keys(orders) as Order[]

/** The order that would change nothing now. */
const already: Partial<Record<BreakerItem['state'], Order>> = {
  forced_open: 'forceOpen',
  disabled: 'disable',
  metrics_only: 'metricsOnly',
}

/** Orders for an outage are beside the name; the others are behind a button. */
const rare: ReadonlySet<Order> = new Set<Order>(['metricsOnly', 'disable'])

interface Props {
  breaker: BreakerItem
  /** Why this person may not edit it, or null. */
  editDenial: string | null
  onEdit: () => void
}

/** What a person can order a breaker to do, each with a reason. */
export function Orders({ breaker, editDenial, onEdit }: Props) {
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
  const isOpen = breaker.state === 'open' || breaker.state === 'forced_open'
  const whyNot = (order: Order) => denial ?? (already[breaker.state] === order ? 'It is in this state already.' : null)
  return (
    <>
      {names
        .filter(order => !rare.has(order) && (order !== 'probe' || isOpen))
        .map(order => (
          <Button
            key={order}
            variant="default"
            px={12}
            c={order === 'forceOpen' && whyNot(order) === null ? 'var(--hp-critical-text)' : undefined}
            disabled={whyNot(order) !== null}
            title={whyNot(order) ?? undefined}
            onClick={() => ask(order)}
          >
            {orders[order].label}
          </Button>
        ))}
      <PopOver label="More actions" button={<IconDots size={16} aria-hidden />} className={styles.more}>
        {close => {
          const line = (label: string, why: string | null, act: () => void) => (
            <MenuLine
              key={label}
              denied={why}
              onPick={() => {
                close()
                act()
              }}
            >
              {label}
            </MenuLine>
          )
          return (
            <div className={styles.lines}>
              {line('Edit its settings', editDenial, onEdit)}
              {names
                .filter(order => rare.has(order))
                .map(order => line(orders[order].label, whyNot(order), () => ask(order)))}
            </div>
          )
        }}
      </PopOver>
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
