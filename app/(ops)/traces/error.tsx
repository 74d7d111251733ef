'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function TracesError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Traces" error={error} reset={reset} />
}
