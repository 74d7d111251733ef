'use client'

import { Button, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { useChannelNames } from '#lib/domain/channels/use-channel-names.ts'
import styles from './alerts.module.css'

interface Row {
  channels: string[]
  afterMinutes: number | string
  turns: string | null
}

const turns = [
  { value: '', label: 'all of them' },
  { value: 'day', label: 'taking turns by day' },
  { value: 'week', label: 'taking turns by week' },
]

/** Who is notified, in which order, and after how long. */
export function StepsInput({ field, value, error, onChange }: ConfigInputProps) {
  const channels = useChannelNames()
  const [rows, setRows] = useState<Row[]>(() => read(value))
  const change = (next: Row[]) => {
    setRows(next)
    onChange(JSON.stringify(next.map(row => ({ ...row, afterMinutes: Number(row.afterMinutes) }))))
  }
  const set = (at: number, part: Partial<Row>) => change(rows.map((row, i) => (i === at ? { ...row, ...part } : row)))
  const last = Number(rows.at(-1)?.afterMinutes) || 0
  return (
    <fieldset className={styles.steps}>
      <legend>{field.label}</legend>
      <p className="hp-muted">{field.note}</p>
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their place
        <div key={i} className={styles.step}>
          <TagsInput
            label={`Step ${i + 1} tells`}
            data={[...channels]}
            value={row.channels}
            onChange={next => set(i, { channels: next })}
          />
          <TextInput
            label="after minutes"
            inputMode="numeric"
            value={String(row.afterMinutes)}
            onChange={event => set(i, { afterMinutes: event.currentTarget.value })}
          />
          <NativeSelect
            label="of them"
            data={turns}
            value={row.turns ?? ''}
            onChange={event => set(i, { turns: event.currentTarget.value || null })}
          />
          <Button
            variant="default"
            disabled={rows.length === 1}
            aria-label={`Remove step ${i + 1}`}
            onClick={() => change(rows.filter((_, at) => at !== i))}
          >
            Remove
          </Button>
        </div>
      ))}
      {error ? <p role="alert">{error}</p> : null}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => change([...rows, { channels: [], afterMinutes: last + 15, turns: null }])}
        >
          Add a step
        </Button>
      </div>
    </fieldset>
  )
}

function read(value: ConfigInputProps['value']): Row[] {
  const rows = typeof value === 'string' && value ? (JSON.parse(value) as Row[]) : []
  return rows.length > 0 ? rows : [{ channels: [], afterMinutes: 0, turns: null }]
}
