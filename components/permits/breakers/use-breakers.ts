'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { usePages } from '#lib/client/use-pages.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { listBreakersContract } from '#lib/domain/breakers/contract.ts'
import type { BreakerItem } from '#lib/domain/breakers/schemas.ts'
import { listDenialsContract } from '#lib/domain/permits/contract.ts'
import type { Stopped } from '../parts/kept-away.ts'
import { nearness } from './words.ts'

export interface BreakerRow extends BreakerItem {
  stopped: Stopped | undefined
}

export const breakerId = ({ slug }: { slug: string }): string => slug

const urgency: Record<BreakerItem['state'], number> = {
  open: 0,
  half_open: 1,
  forced_open: 2,
  metrics_only: 3,
  disabled: 4,
  closed: 5,
}

/** Breakers that block come first, then those that are closest to it. */
const byUrgency = (a: BreakerItem, b: BreakerItem) =>
  urgency[a.state] - urgency[b.state] || nearness(b) - nearness(a) || (a.slug < b.slug ? -1 : 1)

/** Every breaker of the environment, with what each blocked in the last 24 hours. */
export function useBreakers() {
  const { environment } = useScope()
  const list = usePages(listBreakersContract, {
    key: ['fleet'],
    filters: () => ({}),
    idOf: breakerId,
    pageSize: 200,
  })
  const denials = useContract(listDenialsContract, { query: { hours: 24 } })
  const rows = useMemo(() => {
    if (list.isPending) return undefined
    const stopped = new Map(
      denials.data?.items.flatMap(item => (item.rule === 'breaker' && item.name ? [[item.name, item] as const] : [])),
    )
    const here = ({ scope }: BreakerItem) =>
      environment === null || scope.environment === null || scope.environment === environment
    return list.items
      .filter(here)
      .sort(byUrgency)
      .map((item): BreakerRow => ({ ...item, stopped: stopped.get(item.slug) }))
  }, [list.items, list.isPending, denials.data, environment])
  return { rows, list }
}
