import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ApprovalItem } from '#lib/domain/approvals/schemas.ts'

/** Who decided, and whether they edited it: then it did not run as the agent had asked. */
export function DecidedBy({ decision }: { decision: NonNullable<ApprovalItem['decision']> }) {
  return (
    <>
      {decision.kind === 'edit' ? <strong>edited </strong> : null}by <VisibleText text={decision.by} />
    </>
  )
}
