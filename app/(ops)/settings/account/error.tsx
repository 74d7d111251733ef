'use client'

import { RouteError } from '#components/shell/route-error.tsx'

export default function AccountError({ error, reset }: { error: Error; reset: () => void }) {
  return <RouteError title="Settings" error={error} reset={reset} />
}
