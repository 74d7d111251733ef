import Link from 'next/link'
import { Code } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { readinessStatuses } from '#lib/domain/checklist/statuses.ts'
import type { ReadinessPoint } from '#lib/shared/readiness.ts'
import styles from './checklist.module.css'

/** How many gaps are listed; further ones are counted. */
const most = 6

export function Point({ point: { title, why, state, found, gaps, next } }: { point: ReadinessPoint }) {
  return (
    <li className={styles.point}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <Status of={readinessStatuses} value={state} />
      </div>
      <div className={styles.body}>
        <p className={styles.why}>{why}</p>
        <p>{found}</p>
        {gaps.length > 0 ? <Gaps gaps={gaps} /> : null}
        {next ? <Next next={next} title={title} /> : null}
      </div>
    </li>
  )
}

function Gaps({ gaps }: Pick<ReadinessPoint, 'gaps'>) {
  return (
    <ul className={styles.gaps}>
      {gaps.slice(0, most).map(({ text, href }) => (
        <li key={text}>
          {href === null ? (
            <VisibleText text={text} />
          ) : (
            <Link href={href}>
              <VisibleText text={text} />
            </Link>
          )}
        </li>
      ))}
      {gaps.length > most ? <li>{gaps.length - most} more</li> : null}
    </ul>
  )
}

function Next({ next: { text, command, href }, title }: { next: NonNullable<ReadinessPoint['next']>; title: string }) {
  return (
    <div className={styles.next}>
      <p>
        Next: {href === null ? text : <Link href={href}>{text}</Link>}
        {command === null ? '.' : ':'}
      </p>
      {command === null ? null : <Code text={command} label={`command: ${title}`} />}
    </div>
  )
}
