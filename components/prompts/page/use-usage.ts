'use client'

import { useState } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { promptUsageContract } from '#lib/domain/prompts/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'

export type Usage = Answer<typeof promptUsageContract>

const hourMs = 3_600_000
const yearMs = 365 * 24 * hourMs

/** The figures of spans that name the prompt in a range, widened to whole hours. "All time" means the last year. */
export function usePromptUsage(name: string, range: TimeRange) {
  const [now] = useState(() => Date.now())
  const bounds = boundsOf(range, now)
  const from = Math.floor((bounds.from ? Date.parse(bounds.from) : now - yearMs) / hourMs) * hourMs
  const to = Math.ceil((bounds.to ? Date.parse(bounds.to) : now) / hourMs) * hourMs
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const { data, error, refetch } = useContract(promptUsageContract, { params: { name }, query }, { keepPrevious: true })
  return { usage: data, error, refetch, from, to, now }
}
