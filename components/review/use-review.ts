'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#lib/client/api.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import { finishReviewContract, nextReviewContract } from '#lib/domain/review/contract.ts'
import type { FinishBody, ReviewItem } from '#lib/domain/review/schemas.ts'

/** The trace that this reviewer has, and what they can do with it. */
export function useReview() {
  const [turn, setTurn] = useState<{ at: number; release?: string }>({ at: 0 })
  const hydrated = useHydrated()
  // Events must not make this query stale: no other trace may appear while somebody reads this one.
  const taken = useQuery({
    queryKey: ['taken for review', turn],
    queryFn: ({ signal }) => call(nextReviewContract, { body: turn.release ? { release: turn.release } : {}, signal }),
    enabled: hydrated,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchInterval: query => (query.state.data?.item === null ? 10_000 : false),
  })
  const on = (release?: string) =>
    setTurn(({ at }) => (release === undefined ? { at: at + 1 } : { at: at + 1, release }))
  const finish = useMutation({
    mutationFn: ({ item, body }: { item: ReviewItem; body: FinishBody }) =>
      call(finishReviewContract, { params: { id: item.id }, body }),
    onSuccess: () => on(),
  })
  return { taken, finish, next: (item: ReviewItem) => on(item.id), again: () => on() }
}
