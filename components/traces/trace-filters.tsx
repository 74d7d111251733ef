'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { FilterMenu, filterNames } from './filter-menu.tsx'
import styles from './trace-list.module.css'
import type { TraceFilters } from './use-traces.ts'

interface Props {
  filters: TraceFilters
  range: TimeRange
  onChange: (change: Partial<TraceFilters>) => void
}

const statusOptions = [
  { value: '', label: 'Any status' },
  { value: 'error', label: 'With errors' },
  { value: 'ok', label: 'Without errors' },
  { value: 'running', label: 'Running' },
]
/** Everything here lives in the URL. */
export function TraceFilterBar({ filters, range, onChange }: Props) {
  return (
    <search className={styles.filters}>
      <SearchBox value={filters.text ?? ''} onCommit={text => onChange({ text: text || null })} />
      <NativeSelect
        id="trace-status"
        aria-label="Status"
        size="xs"
        data={statusOptions}
        value={filters.status ?? ''}
        onChange={event => onChange({ status: (event.currentTarget.value || null) as TraceFilters['status'] })}
      />
      <FilterMenu range={range} onChange={onChange} />
      {filterNames.map(name =>
        filters[name] ? (
          <button
            key={name}
            type="button"
            className={styles.pin}
            onClick={() => onChange({ [name]: null })}
            aria-label={`Remove filter ${name} ${filters[name]}`}
          >
            <span className="hp-muted">{name}</span> <span className={styles.pinned}>{filters[name]}</span>
            <IconX size={13} aria-hidden />
          </button>
        ) : null,
      )}
    </search>
  )
}

/** Searches when the typing pauses; Back and a link set it too. */
function SearchBox({ value, onCommit }: { value: string; onCommit: (text: string) => void }) {
  const [draft, setDraft] = useState(value)
  const [committed, setCommitted] = useState(value)
  if (committed !== value) {
    setCommitted(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft === value) return
    const timer = setTimeout(() => onCommit(draft), 250)
    return () => clearTimeout(timer)
  }, [draft, value, onCommit])
  return (
    <TextInput
      id="trace-search"
      type="search"
      size="xs"
      className={styles.searchBox}
      aria-label="Search traces"
      placeholder="Name, input, output or trace id"
      leftSection={<IconSearch size={14} aria-hidden />}
      value={draft}
      onChange={event => setDraft(event.currentTarget.value)}
    />
  )
}
