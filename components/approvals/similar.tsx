import { Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './decision.module.css'

/** What people decided before about the same tool. */
export function Similar({ similar }: { similar: ApprovalDetail['similar'] }) {
  const { approved, rejected, last } = similar
  return (
    <Part title="Decisions like this">
      {approved + rejected === 0 ? (
        <p className="hp-muted">Nobody has decided about this tool before.</p>
      ) : (
        <p className={styles.facts}>
          <Status of="approval" value="approved" label={`${formatCount(approved)} approved`} />
          <Status of="approval" value="rejected" label={`${formatCount(rejected)} rejected`} />
          {last ? (
            <span className="hp-muted">
              last: {last.kind} by <VisibleText text={last.by} /> <When at={last.at} />
              {last.comment ? (
                <>
                  , “<VisibleText text={last.comment} />”
                </>
              ) : null}
            </span>
          ) : null}
        </p>
      )}
    </Part>
  )
}
