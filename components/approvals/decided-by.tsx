import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ApprovalItem } from '#lib/domain/approvals/schemas.ts'

/** By whom it was decided; what was edited before it was approved did not run as it was asked for, so that is said. */
export function DecidedBy({ decision }: { decision: NonNullable<ApprovalItem['decision']> }) {
  return (
    <>
      {decision.kind === 'edit' ? <strong>edited </strong> : null}by <VisibleText text={decision.by} />
    </>
  )
}
