import { Note } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import styles from './decision.module.css'

/** The policy's reasons in its own sentences: why it waits, or why it never had to. */
export function Held({ approval }: { approval: Approval }) {
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
    </Note>
  )
}
