'use client'

import { useQueryClient } from '@tanstack/react-query'

/** Marks every answer about access as stale: what one verb changes may show on several pages. */
export function useRefreshAccess(): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ predicate: query => String(query.queryKey[0]).startsWith('access.') })
}
