import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import styles from './breakers.module.css'

/** How many changes are shown here. All of them are in the audit. */
const shown = 12

/** Its changes of state, newest first. */
export function Happened({ history: { transitions, breaker } }: { history: BreakerHistory }) {
  return (
    <section aria-label="What happened">
      <h3 className={styles.heading}>What happened</h3>
      {transitions.length === 0 ? <p className="hp-muted">Nothing yet: it has always been closed.</p> : null}
      <ol className={styles.happened}>
        {transitions.slice(0, shown).map(({ epoch, at, to, by, rule, message }) => (
          <li key={epoch}>
            <Status of={breakerStatuses} value={to} />
            <span className={styles.why}>
              <VisibleText text={rule === 'by-hand' ? `${by}: ${message}` : message} />
            </span>
            <When at={at} form="absolute" />
          </li>
        ))}
      </ol>
      <p className={styles.below}>
        <Link href={`/audit?object=${encodeURIComponent(breaker.slug)}&range=all`}>All of it in the audit</Link>
      </p>
    </section>
  )
}
