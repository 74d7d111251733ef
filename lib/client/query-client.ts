import { hashKey, QueryClient } from '@tanstack/react-query'
import { isProblem } from '#lib/shared/problem.ts'
import { tabProject } from './tab-project.ts'

/** A problem will be the same the second time; only a missing answer or an overloaded server is worth another try. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (failures >= 3) return false
  if (!isProblem(error)) return false
  return error.fields.status === 0 || error.fields.status === 502 || error.fields.status === 503
}

/**
 * Asked even where the browser believes to be offline: Holdpoint may be on this machine, and whoever decides must be told
 * at once that nothing was recorded, instead of a decision that waits unseen and is sent when they have left.
 */
const networkMode = 'always'

/** Answers stay fresh for a minute, because the event stream reports changes. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: worthRetrying,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        networkMode,
        // Every key names the project too: no answer of one is ever shown in another.
        queryKeyHashFn: key => hashKey([tabProject(), ...key]),
      },
      mutations: { retry: false, networkMode },
    },
  })
}
