'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function AuditError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Audit" error={error} reset={reset} />
}
