'use client'

import { parseAsString, useQueryState } from 'nuqs'

/** The environment that pages are narrowed to, in the URL; links of the navigation carry it on. */
export function useScope() {
  const [environment, setEnvironment] = useQueryState('environment', parseAsString.withOptions({ history: 'push' }))
  return {
    environment,
    setEnvironment: (next: string | null) => void setEnvironment(next),
    withScope: (href: string) => (environment ? `${href}?environment=${encodeURIComponent(environment)}` : href),
  }
}
