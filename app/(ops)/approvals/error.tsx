'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function ApprovalsError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Approvals" error={error} reset={reset} />
}
