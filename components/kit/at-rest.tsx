'use client'

import { type Chunk, usePreloaded } from '#lib/client/preloaded.ts'

/** A component that is loaded when the browser is idle, and not with the first load of a page. */
export function AtRest<P extends object>({ chunk, props }: { chunk: Chunk<P>; props: P }) {
  const Loaded = usePreloaded(chunk, false)
  return Loaded ? <Loaded {...props} /> : null
}
