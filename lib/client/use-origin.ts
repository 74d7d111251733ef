'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Where this page was served from, as an agent should call it; empty while rendering on the server. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => globalThis.location.origin,
    () => '',
  )
}
