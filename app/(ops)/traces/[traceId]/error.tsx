'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function TraceError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Traces" error={error} reset={reset} />
}
