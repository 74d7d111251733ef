import Link from 'next/link'
import type { ReactNode } from 'react'
import { Empty } from './blocks.tsx'
import styles from './timeline.module.css'
import { byDay } from './timeline-days.ts'
import { When } from './when.tsx'

export interface TimelineEvent {
  id: string
  at: string
  /** A status with its shape and word, or an icon. */
  mark: ReactNode
  title: ReactNode
  /** One more line: who, why, how much. */
  detail?: ReactNode
  href?: string
}

interface Props {
  label: string
  /** In any order. */
  events: readonly TimelineEvent[]
  /** Where there are none. */
  empty?: string
}

/** Events of different kinds on one line of time, newest first, a heading for each day (UTC). */
export function Timeline({ label, events, empty = 'Nothing has happened yet' }: Props) {
  if (events.length === 0) return <Empty title={empty} />
  return (
    <section className={styles.timeline} aria-label={label}>
      {byDay(events).map(({ day, events: ofDay }) => (
        <section key={day} aria-label={day}>
          <h3 className={styles.day}>{day}</h3>
          <ol>
            {ofDay.map(event => (
              <li key={event.id} className={styles.event}>
                <span className={styles.mark}>{event.mark}</span>
                <div className={styles.words}>
                  <div>{event.href ? <Link href={event.href}>{event.title}</Link> : event.title}</div>
                  {event.detail ? <div className="hp-muted">{event.detail}</div> : null}
                </div>
                <span className={styles.at}>
                  <When at={event.at} form="absolute" />
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </section>
  )
}
