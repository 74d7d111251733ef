'use client'

import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useScope } from '#lib/client/use-scope.ts'

const params = { breaker: parseAsString, edit: parseAsBoolean.withDefault(false) }

/** Which breaker is open, and whether it is being edited: in the URL. */
export function useBreakerParams() {
  const [{ breaker: slug, edit: editing }, set] = useQueryStates(params, { history: 'push' })
  const { environment } = useScope()
  const hrefOf = (row: { slug: string }) => {
    const search = new URLSearchParams({ breaker: row.slug, ...(environment ? { environment } : {}) })
    return `/breakers?${search}`
  }
  return {
    slug,
    editing: editing && slug !== null,
    hrefOf,
    open: (next: string, edit: boolean) => void set({ breaker: next, edit: edit || null }),
  }
}
