'use client'

import { NativeSelect } from '@mantine/core'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
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
  { value: 'error', label: 'Failed' },
  { value: 'ok', label: 'Completed' },
  { value: 'running', label: 'Running' },
]

/** Everything here lives in the URL. */
export function TraceFilterBar({ filters, range, onChange }: Props) {
  return (
    <search className={styles.filters}>
      <PausingSearchBox
        id="trace-search"
        className={styles.searchBox}
        label="Search traces"
        placeholder="Name, input, output or trace id"
        value={filters.text ?? ''}
        onChange={text => onChange({ text: text || null })}
      />
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
          <FilterPin
            key={name}
            name={name}
            value={name === 'prompt' ? promptText(filters) : filters[name]}
            onRemove={() => onChange(name === 'prompt' ? { prompt: null, promptVersion: null } : { [name]: null })}
          />
        ) : null,
      )}
    </search>
  )
}

/** A version is one of its prompt: both are one filter. */
const promptText = ({ prompt, promptVersion }: TraceFilters) =>
  promptVersion ? `${prompt} v${promptVersion}` : (prompt ?? '')
