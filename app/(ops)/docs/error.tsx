'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function DocsError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Documentation" error={error} reset={reset} />
}
