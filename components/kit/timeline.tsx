'use client'

import Link from 'next/link'
import { type ReactNode, useId, useState } from 'react'
import type { Alike } from '#lib/shared/timeline.ts'
import { Empty } from './blocks.tsx'
import styles from './timeline.module.css'
import { byDay, type Line, summaryOf } from './timeline-days.ts'
import { VisibleText } from './visible-text.tsx'
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
  /** Many that are alike are one line, which opens. */
  alike?: Alike | null
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
      {byDay(events).map(({ day, lines }) => (
        <section key={day} aria-label={day}>
          <h3 className={styles.day}>{day}</h3>
          <ol>
            {lines.map(line => (
              <li key={line[0].id}>{line.length > 1 ? <Many line={line} /> : <One event={line[0]} />}</li>
            ))}
          </ol>
        </section>
      ))}
    </section>
  )
}

function One({ event: { at, mark, title, detail, href } }: { event: TimelineEvent }) {
  return (
    <div className={styles.event}>
      <span className={styles.mark}>{mark}</span>
      <div className={styles.words}>
        <div>{href ? <Link href={href}>{title}</Link> : title}</div>
        {detail ? <div className="hp-muted">{detail}</div> : null}
      </div>
      <span className={styles.at}>
        <When at={at} form="absolute" />
      </span>
    </div>
  )
}

/** Events that are alike, as their number and the time that they took, until somebody opens them. */
function Many({ line }: { line: Line<TimelineEvent> }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const newest = line[0]
  const oldest = line.at(-1) ?? newest
  return (
    <>
      <div className={styles.event}>
        <span className={styles.mark}>{newest.mark}</span>
        <div className={styles.words}>
          <VisibleText text={summaryOf(line)} />
          <div>
            <button
              type="button"
              className={styles.more}
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Show them as one' : 'Show each'}
            </button>
          </div>
        </div>
        <span className={styles.at}>
          <When at={oldest.at} form="absolute" /> to <When at={newest.at} form="absolute" />
        </span>
      </div>
      <ol id={id} className={styles.inner} hidden={!open}>
        {open
          ? line.map(event => (
              <li key={event.id}>
                <One event={event} />
              </li>
            ))
          : null}
      </ol>
    </>
  )
}
