'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { PopOver } from '#components/kit/pop-over.tsx'
import type { Dimension } from '#lib/domain/metrics/schemas.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import type { TraceFilterName } from '../parts/search-params.ts'
import styles from './trace-list.module.css'
import type { TraceFilters } from './use-traces.ts'

export const filterNames = [
  'agent',
  'tool',
  'model',
  'release',
  'framework',
  'session',
  'user',
  'attribute',
  'run',
  'score',
  'prompt',
] as const satisfies readonly TraceFilterName[]
type FilterName = (typeof filterNames)[number]

const hints: Partial<Record<FilterName, string>> = {
  attribute: 'key:value, or key alone',
  run: 'its name, or the id of its first trace',
  score: 'quality<0.5, quality@human, tone=rude',
}
/** Filters whose values the rollups know. */
const known: readonly string[] = ['agent', 'tool', 'model', 'release', 'framework'] satisfies Dimension[]

export const openFilterMenu = () => document.querySelector<HTMLElement>('#trace-filter button')?.click()

interface Props {
  range: TimeRange
  onChange: (change: Partial<TraceFilters>) => void
}

/** Adds one filter: its field and its value, with the values of the range. */
export function FilterMenu({ range, onChange }: Props) {
  return (
    <span id="trace-filter">
      <PopOver
        button={
          <>
            <IconFilter size={14} aria-hidden /> Filter
          </>
        }
      >
        {close => (
          <FilterForm
            range={range}
            onApply={change => {
              onChange(change)
              close()
            }}
          />
        )}
      </PopOver>
    </span>
  )
}

function FilterForm({ range, onApply }: { range: TimeRange; onApply: (change: Partial<TraceFilters>) => void }) {
  const [name, setName] = useState<FilterName>('agent')
  const [value, setValue] = useState('')
  const seen = useMetrics(
    { measures: ['spans'], by: [name as Dimension], bucket: 'none', range },
    { enabled: known.includes(name) },
  )
  const values = known.includes(name) ? (seen.data?.rows ?? []).flatMap(([text]) => (text ? [String(text)] : [])) : []
  return (
    <form
      className={styles.filterForm}
      onSubmit={event => {
        event.preventDefault()
        if (value.trim()) onApply({ [name]: value.trim() })
        setValue('')
      }}
    >
      <NativeSelect
        label="Only traces of this"
        size="xs"
        data={[...filterNames]}
        value={name}
        onChange={event => {
          setName(event.currentTarget.value as FilterName)
          setValue('')
        }}
      />
      <TextInput
        label="Value"
        size="xs"
        list="trace-filter-values"
        placeholder={hints[name] ?? (values.length > 0 ? `one of ${values.length}, or type` : '')}
        value={value}
        onChange={event => setValue(event.currentTarget.value)}
      />
      <datalist id="trace-filter-values">
        {[...new Set(values)].sort().map(text => (
          <option key={text} value={text} />
        ))}
      </datalist>
      <Button type="submit" size="xs" disabled={value.trim() === ''}>
        Add filter
      </Button>
    </form>
  )
}
