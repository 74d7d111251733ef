'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Range } from './search-params.ts'
import styles from './trace-list.module.css'
import type { useTraces } from './use-traces.ts'

type Filters = ReturnType<typeof useTraces>['filters']
type SetFilters = ReturnType<typeof useTraces>['setFilters']

const rangeOptions = [
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 h' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: 'all', label: 'All time' },
]
const statusOptions = [
  { value: '', label: 'Any status' },
  { value: 'error', label: 'With errors' },
  { value: 'ok', label: 'Without errors' },
]
const pinned = ['agent', 'release', 'session', 'user', 'model', 'tool'] as const

/** Everything here lives in the URL. */
export function TraceFilters({ filters, onChange }: { filters: Filters; onChange: SetFilters }) {
  return (
    <search className={styles.filters}>
      <SearchBox value={filters.text ?? ''} onCommit={text => void onChange({ text: text || null })} />
      <NativeSelect
        id="trace-status"
        aria-label="Status"
        size="xs"
        data={statusOptions}
        value={filters.status ?? ''}
        onChange={event => void onChange({ status: (event.currentTarget.value || null) as Filters['status'] })}
      />
      <NativeSelect
        aria-label="Time range"
        size="xs"
        data={rangeOptions}
        value={filters.range}
        onChange={event => void onChange({ range: event.currentTarget.value as Range })}
      />
      {pinned.map(name =>
        filters[name] ? (
          <button
            key={name}
            type="button"
            className={styles.pin}
            onClick={() => void onChange({ [name]: null })}
            aria-label={`Remove filter ${name} ${filters[name]}`}
          >
            <span className="hp-muted">{name}</span> {filters[name]} <IconX size={13} aria-hidden />
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
