'use client'

import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
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
      <PausingSearchBox
        id="audit-actor"
        label="Who"
        placeholder="Who: a name or an id"
        value={filters.actor ?? ''}
        onChange={actor => void onChange({ actor: actor || null })}
      />
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
        <FilterPin
          name={filters.objectType ?? 'object'}
          value={filters.object}
          onRemove={() => void onChange({ object: null, objectType: null })}
        />
      ) : null}
    </search>
  )
}
