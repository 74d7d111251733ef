'use client'

import { type Chunk, usePreloaded } from '#lib/client/preloaded.ts'

/** A component that comes with the first moment at rest, so that the first load of a page is spared it. */
export function AtRest<P extends object>({ chunk, props }: { chunk: Chunk<P>; props: P }) {
  const Loaded = usePreloaded(chunk, false)
  return Loaded ? <Loaded {...props} /> : null
}
