'use client'

import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { listApprovalsContract } from '#lib/domain/approvals/contract.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { DecidedBy } from './decided-by.tsx'
import styles from './just-decided.module.css'

interface Props {
  selected: string | null
  onSelect: (id: string) => void
}

/** The requests that changed last, below those that wait. So a person sees the result of a decision without leaving the list. */
export function JustDecided({ selected, onSelect }: Props) {
  const { environment } = useScope()
  const { data } = useContract(listApprovalsContract, {
    query: { status: 'decided', limit: 3, environment: environment ?? undefined },
  })
  if (!data || data.items.length === 0) return null
  return (
    <section className={styles.decided} aria-labelledby="just-decided">
      <h3 id="just-decided">Just decided</h3>
      {data.items.map(({ id, status, tool, decision, updatedAt }) => (
        <button key={id} type="button" aria-current={id === selected} onClick={() => onSelect(id)}>
          <Status of={approvalStatuses} value={status} />
          <span className={styles.tool}>
            <VisibleText text={tool} />
          </span>
          <span className={styles.by}>{decision ? <DecidedBy decision={decision} /> : null}</span>
          <span className="hp-muted">
            <When at={updatedAt} />
          </span>
        </button>
      ))}
    </section>
  )
}
