import { Note } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import styles from './decision.module.css'

/** Why the request waits or did not have to, in the sentences of the rules. Also who has approved it, and whether it is one's own. */
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
        <strong>{decision.kind === 'reject' ? 'Denied by policy:' : 'Not held:'}</strong> {text}
      </p>
    )
  }
  return (
    <Note tone="waiting">
      <strong className={styles.held}>Held:</strong> {text}
      <Votes approval={approval} />
      <Own approval={approval} />
    </Note>
  )
}

/** Who has approved it so far, and which approvals are missing, if policies require several. */
function Votes({ approval: { votes, missing, status } }: { approval: ApprovalDetail }) {
  if (votes.length === 0 && missing.length === 0) return null
  const by = votes.map(vote => vote.by).join(', ')
  return (
    <strong className={styles.held}>
      {by ? <VisibleText text={`Approved by ${by}. `} /> : null}
      {status === 'pending' && missing.length > 0 ? (
        <VisibleText text={`Still needs ${missing.join(' and ')}.`} />
      ) : null}
    </strong>
  )
}

/** A note that the person who decides created the key that asked. */
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
