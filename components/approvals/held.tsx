import { Note } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import styles from './decision.module.css'

/** The policy's reasons in its own sentences: why it waits, or why it never had to. Also whose key asked, where that matters. */
export function Held({ approval }: { approval: ApprovalDetail }) {
  const { reasons, decision, policyVersion } = approval
  if (reasons.length === 0) return null
  const text = reasons.map(reason => (
    <span key={reason.rule}>
      <VisibleText text={reason.message} />{' '}
    </span>
  ))
  if (decision?.by === `policy ${policyVersion}`) {
    return (
      <p className="hp-muted">
        <strong>Not held:</strong> {text}
      </p>
    )
  }
  return (
    <Note tone="waiting">
      <strong className={styles.held}>Held because</strong> {text}
      <Own approval={approval} />
    </Note>
  )
}

/** That the same person asked, by a key of theirs, and decides. */
function Own({ approval: { decision, decidedByRequester, ownRequest, status } }: { approval: ApprovalDetail }) {
  if (decision && decidedByRequester) {
    return (
      <strong>
        <VisibleText text={decision.by} /> created the key that asked, so they decided their own request.
      </strong>
    )
  }
  if (status !== 'pending' || !ownRequest) return null
  return <strong>You created the key that asked, so this is your own request. The audit log will say so.</strong>
}
