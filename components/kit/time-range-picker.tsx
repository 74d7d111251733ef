'use client'

import { Button } from '@mantine/core'
import { IconChevronDown, IconClock } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { usePreferences } from '#lib/client/preferences.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import { fromInputValue, toInputValue, type Zone } from '#lib/shared/time.ts'
import { lengthOf, presetLabels, presets, rangeLabel, type TimeRange } from '#lib/shared/time-range.ts'
import { MenuLine } from './menu-line.tsx'
import { PopOver } from './pop-over.tsx'
import styles from './time-range-picker.module.css'

interface Props {
  range: TimeRange
  onChange: (range: TimeRange) => void
  /** Lists may show everything; charts may not. */
  allowAll?: boolean
  /** Where money is counted, by months. */
  allowMonth?: boolean
}

/** Which stretch of time a page shows: a preset that ends now, or two instants in the reader's zone. */
export function TimeRangePicker({ range, onChange, allowAll = false, allowMonth = false }: Props) {
  const { zone } = usePreferences()
  // The server does not know the reader's zone.
  const label = rangeLabel(range, useHydrated() ? zone : 'utc')
  return (
    <PopOver
      title="Time range"
      button={
        <>
          <IconClock size={15} aria-hidden />
          <span>
            <span className="hp-sr">Time range: </span>
            {label}
          </span>
          <IconChevronDown size={14} aria-hidden />
        </>
      }
    >
      {close => {
        const pick = (next: TimeRange) => {
          onChange(next)
          close()
        }
        return (
          <div className={styles.panel}>
            <ul>
              {presets.map(preset => (
                <li key={preset}>
                  <MenuLine
                    chosen={range.kind === 'preset' && range.preset === preset}
                    onPick={() => pick({ kind: 'preset', preset })}
                  >
                    {presetLabels[preset]}
                  </MenuLine>
                </li>
              ))}
              {allowMonth ? (
                <li>
                  <MenuLine chosen={range.kind === 'month'} onPick={() => pick({ kind: 'month' })}>
                    This month
                  </MenuLine>
                </li>
              ) : null}
              {allowAll ? (
                <li>
                  <MenuLine chosen={range.kind === 'all'} onPick={() => pick({ kind: 'all' })}>
                    All time
                  </MenuLine>
                </li>
              ) : null}
            </ul>
            <CustomRange key={`${label} ${zone}`} range={range} zone={zone} onPick={pick} />
          </div>
        )
      }}
    </PopOver>
  )
}

interface CustomProps {
  range: TimeRange
  zone: Zone
  onPick: (range: TimeRange) => void
}

function CustomRange({ range, zone, onPick }: CustomProps) {
  const hydrated = useHydrated()
  const [error, setError] = useState<string | null>(null)
  // Filled by the browser: the current time is not the server's to say.
  const [to] = useState(() => (range.kind === 'custom' ? range.to : new Date()))
  const from = range.kind === 'custom' ? range.from : new Date(to.getTime() - lengthOf(range))
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [start, end] = [fromInputValue(String(data.get('from')), zone), fromInputValue(String(data.get('to')), zone)]
    if (!start || !end) return setError('Both ends need a date and a time.')
    if (start >= end) return setError('The end must be after the start.')
    onPick({ kind: 'custom', from: start, to: end })
  }
  if (!hydrated) return null
  return (
    <form className={styles.custom} onSubmit={apply} noValidate>
      <label>
        From
        <input type="datetime-local" name="from" defaultValue={toInputValue(from, zone)} />
      </label>
      <label>
        To
        <input type="datetime-local" name="to" defaultValue={toInputValue(to, zone)} />
      </label>
      {error ? (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      ) : null}
      <div className={styles.foot}>
        <span className="hp-muted">{zone === 'utc' ? 'UTC' : 'Your time zone'}</span>
        <Button type="submit" size="compact-sm">
          Show
        </Button>
      </div>
    </form>
  )
}
