'use client'

import { IconX } from '@tabler/icons-react'
import { usePreferences } from '#lib/client/preferences.ts'
import { useNow } from '#lib/client/use-now.ts'
import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import { statusLook } from '#lib/shared/status-tone.ts'
import { formatAbsolute } from '#lib/shared/time.ts'
import styles from './breakers.module.css'
import { beginOf, segmentsOf } from './segments.ts'

/** Its states over time, with the calls that failed. */
export function StateBar({ history }: { history: BreakerHistory }) {
  const now = useNow('half-minute')
  const { zone } = usePreferences()
  if (now === 0) return <div className={styles.bar} />
  const from = beginOf(history, now)
  const place = (at: number) => `${((at - from) / (now - from)) * 100}%`
  const time = (at: number) => formatAbsolute(new Date(at).toISOString(), zone)
  const segments = segmentsOf(history, from, now)
  const calls = [...history.calls, ...history.transitions.flatMap(({ calls }) => calls)]
    .map(({ at }) => Date.parse(at))
    .filter(at => at >= from && at <= now)
  return (
    <figure className={styles.course}>
      <ol className={styles.bar} aria-label="Its states over time">
        {segments.map(segment => (
          <li
            key={segment.from}
            className={styles.segment}
            data-state={segment.state}
            style={{ left: place(segment.from), right: `calc(100% - ${place(segment.to)})` }}
            title={`${statusLook(breakerStatuses, segment.state).label}, ${time(segment.from)} – ${time(segment.to)}`}
          >
            <span className="hp-sr">
              {statusLook(breakerStatuses, segment.state).label} from {time(segment.from)} to {time(segment.to)}
            </span>
          </li>
        ))}
      </ol>
      <div className={styles.failures} aria-hidden>
        {calls.map((at, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two calls may end at the same time
          <span key={i} style={{ left: place(at) }} title={`a failed call, ${time(at)}`}>
            <IconX size={11} stroke={2.5} />
          </span>
        ))}
      </div>
      <figcaption className={styles.ends}>
        <span>{time(from)}</span>
        <span>now</span>
      </figcaption>
    </figure>
  )
}
