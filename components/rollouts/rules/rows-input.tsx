'use client'

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import styles from './rules.module.css'

interface Props<T> extends ConfigInputProps {
  /** "phase" */
  one: string
  read: (stored: readonly Record<string, unknown>[]) => T[]
  write: (rows: readonly T[]) => unknown
  fresh: T
  /** So many must stay. */
  least: number
  children: (row: T, set: (part: Partial<T>) => void) => ReactNode
}

/** A list of things with a few fields each, which a form keeps as JSON. */
export function RowsInput<T extends object>(props: Props<T>) {
  const { field, value, error, onChange, one, read, write, fresh, least, children } = props
  const [rows, setRows] = useState(() => read(typeof value === 'string' && value !== '' ? JSON.parse(value) : []))
  const change = (next: T[]) => {
    setRows(next)
    onChange(JSON.stringify(write(next)))
  }
  return (
    <fieldset className={styles.rows}>
      <legend>{field.label}</legend>
      {field.note ? <p className="hp-muted">{field.note}</p> : null}
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place
        <fieldset key={i} className={styles.row} aria-label={`${one} ${i + 1}`}>
          {children(row, part => change(rows.map((own, at) => (at === i ? { ...own, ...part } : own))))}
          <Button
            variant="default"
            disabled={rows.length <= least}
            aria-label={`Remove ${one} ${i + 1}`}
            onClick={() => change(rows.filter((_, at) => at !== i))}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      {error ? <p role="alert">{error}</p> : null}
      <div>
        <Button variant="default" size="compact-sm" onClick={() => change([...rows, { ...fresh }])}>
          Add a {one}
        </Button>
      </div>
    </fieldset>
  )
}
