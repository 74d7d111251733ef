'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import styles from './audit.module.css'
import type { Filters, SetFilters } from './use-audit.ts'
import { subjects } from './view.ts'

const outcomes = [
  { value: '', label: 'Done and denied' },
  { value: 'ok', label: 'Done' },
  { value: 'denied', label: 'Denied' },
]
interface Props {
  filters: Filters
  onChange: SetFilters
  /** The time range. */
  children: ReactNode
}

/** Everything here lives in the URL. */
export function AuditFilters({ filters, onChange, children }: Props) {
  useHotkeys({
    '/': () => document.getElementById('audit-actor')?.focus(),
    f: () => document.getElementById('audit-action')?.focus(),
  })
  const action = filters.action ?? ''
  const known = subjects.some(subject => subject.value === action)
  return (
    <search className={styles.filters}>
      <WhoBox value={filters.actor ?? ''} onCommit={actor => void onChange({ actor: actor || null })} />
      <NativeSelect
        id="audit-action"
        aria-label="What"
        size="xs"
        data={known ? subjects : [...subjects, { value: action, label: action }]}
        value={action}
        onChange={event => void onChange({ action: event.currentTarget.value || null })}
      />
      <NativeSelect
        aria-label="Outcome"
        size="xs"
        data={outcomes}
        value={filters.outcome ?? ''}
        onChange={event => void onChange({ outcome: (event.currentTarget.value || null) as Filters['outcome'] })}
      />
      {children}
      {filters.object ? (
        <button
          type="button"
          className={styles.pin}
          aria-label={`Remove filter ${filters.objectType ?? 'object'} ${filters.object}`}
          onClick={() => void onChange({ object: null, objectType: null })}
        >
          <span className="hp-muted">{filters.objectType ?? 'object'}</span> {filters.object}{' '}
          <IconX size={13} aria-hidden />
        </button>
      ) : null}
    </search>
  )
}

/** Searches when the typing pauses; Back and a link set it too. */
function WhoBox({ value, onCommit }: { value: string; onCommit: (text: string) => void }) {
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
      id="audit-actor"
      type="search"
      size="xs"
      aria-label="Who"
      placeholder="Who: a name or an id"
      leftSection={<IconSearch size={14} aria-hidden />}
      value={draft}
      onChange={event => setDraft(event.currentTarget.value)}
    />
  )
}
