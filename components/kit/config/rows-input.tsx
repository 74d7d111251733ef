'use client'

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { SearchBox } from '#components/kit/search-box.tsx'
import type { ConfigInputProps } from './config-input.tsx'
import styles from './rows-input.module.css'

interface Props<T> extends ConfigInputProps {
  /** "phase" */
  one: string
  read: (stored: readonly Record<string, unknown>[]) => T[]
  write: (rows: readonly T[]) => unknown
  fresh: T
  /** So many must stay. */
  least: number
  /** The words by which a row is found. With them a long list is shown page by page, and a row has room for texts. */
  textOf?: (row: T) => string
  children: (row: T, set: (part: Partial<T>) => void) => ReactNode
}

/** Rows of a long list that are shown at once. */
const pageSize = 20

/** A list of things with a few fields each, which a form keeps as JSON. */
export function RowsInput<T extends object>(props: Props<T>) {
  const { field, value, error, onChange, one, read, write, fresh, least, textOf, children } = props
  const [rows, setRows] = useState(() => read(typeof value === 'string' && value !== '' ? JSON.parse(value) : []))
  const [find, setFind] = useState('')
  const [page, setPage] = useState(0)
  const change = (next: T[]) => {
    setRows(next)
    onChange(JSON.stringify(write(next)))
  }
  const words = find.trim().toLowerCase()
  const found = rows.flatMap((row, at) =>
    textOf && words !== '' && !textOf(row).toLowerCase().includes(words) ? [] : [{ row, at }],
  )
  const pages = textOf ? Math.max(1, Math.ceil(found.length / pageSize)) : 1
  const open = Math.min(page, pages - 1)
  const shown = textOf ? found.slice(open * pageSize, (open + 1) * pageSize) : found
  const add = () => {
    change([...rows, { ...fresh }])
    setFind('')
    setPage(Math.floor(rows.length / pageSize))
  }
  return (
    <fieldset className={styles.rows}>
      {field.label ? <legend>{field.label}</legend> : null}
      {field.note ? <p className="hp-muted">{field.note}</p> : null}
      {textOf && rows.length > pageSize ? (
        <div className={styles.find}>
          <SearchBox
            id={`find-${field.name}`}
            label={`Find a ${one}`}
            placeholder={`Find a ${one}`}
            value={find}
            onChange={text => {
              setFind(text)
              setPage(0)
            }}
          />
          <span className="hp-muted">
            {found.length === 0 ? 'none' : `${open * pageSize + 1}–${open * pageSize + shown.length}`} of {found.length}
          </span>
          <Button variant="default" size="compact-sm" disabled={open === 0} onClick={() => setPage(open - 1)}>
            Before
          </Button>
          <Button variant="default" size="compact-sm" disabled={open >= pages - 1} onClick={() => setPage(open + 1)}>
            Next
          </Button>
        </div>
      ) : null}
      {shown.map(({ row, at: i }) => (
        <fieldset
          key={i}
          className={textOf ? `${styles.row} ${styles.stacked}` : styles.row}
          aria-label={`${one} ${i + 1}`}
        >
          {children(row, part => change(rows.map((own, at) => (at === i ? { ...own, ...part } : own))))}
          <div>
            <Button
              variant="default"
              disabled={rows.length <= least}
              aria-label={`Remove ${one} ${i + 1}`}
              onClick={() => change(rows.filter((_, at) => at !== i))}
            >
              Remove
            </Button>
          </div>
        </fieldset>
      ))}
      {error ? <p role="alert">{error}</p> : null}
      <div>
        <Button variant="default" size="compact-sm" onClick={add}>
          Add a {one}
        </Button>
      </div>
    </fieldset>
  )
}
