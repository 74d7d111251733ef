'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import {
  guardrailConfig,
  guardrailRatesContract,
  type listGuardrailEventsContract,
} from '#lib/domain/guardrails/contract.ts'
import type { GuardrailRate } from '#lib/domain/guardrails/schemas.ts'
import type { Answer } from '#lib/shared/contract.ts'

export type StoredGuardrail = Answer<typeof guardrailConfig.list>['items'][number]
export type EventRow = Answer<typeof listGuardrailEventsContract>['items'][number]
type Counts = Pick<GuardrailRate, 'passed' | 'flagged' | 'redacted' | 'blocked'>
export type GuardrailRow = StoredGuardrail & { counts: Counts }

const none: Counts = { passed: 0, flagged: 0, redacted: 0, blocked: 0 }

/** The guardrails that are set, with what they answered in the last 24 hours. */
export function useGuardrails() {
  const { environment } = useScope()
  const query = { hours: 24, ...(environment ? { environment } : {}) }
  const list = useContract(guardrailConfig.list, { query: { limit: 200 } })
  const rates = useContract(guardrailRatesContract, { query })
  const rows = useMemo(
    () =>
      list.data?.items.map(
        (item): GuardrailRow => ({
          ...item,
          counts: (rates.data?.items ?? []).filter(({ name }) => name === item.slug).reduce(added, none),
        }),
      ),
    [list.data, rates.data],
  )
  return { rows, list, rates }
}

const added = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  flagged: a.flagged + b.flagged,
  redacted: a.redacted + b.redacted,
  blocked: a.blocked + b.blocked,
})
