'use client'

import { Checkbox, MultiSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import styles from '#components/kit/config/rows-input.module.css'
import { RowsInput } from '#components/kit/config/rows-input.tsx'
import { gateInputs, gateRow, type PhaseRow, phaseRows, type WindowRow, weekDays } from './rows.ts'

const phaseTexts = [
  ['share', 'Share, %'],
  ['minutes', 'Runs at least, min'],
  ['holdHours', 'Waits at most, h'],
  ['requests', 'Requests at least'],
] as const
const freshPhase: PhaseRow = { share: '', minutes: '60', holdHours: '12', requests: '30', approval: false }

export const PhasesInput = (props: ConfigInputProps) => (
  <RowsInput {...props} one="phase" least={1} fresh={freshPhase} {...phaseRows}>
    {(row, set) => (
      <>
        {phaseTexts.map(([name, label]) => (
          <TextInput
            key={name}
            label={label}
            inputMode="decimal"
            value={row[name]}
            onChange={event => set({ [name]: event.currentTarget.value })}
          />
        ))}
        <Checkbox
          label="A person must approve the next phase"
          checked={row.approval}
          onChange={event => set({ approval: event.currentTarget.checked })}
        />
      </>
    )}
  </RowsInput>
)

/**
 * Three bounds, each of which may be left out. They are kept as JSON, in which an empty bound is not judged, and does
 * not take its default.
 */
export function GatesInput({ field, value, error, onChange }: ConfigInputProps) {
  const [row, setRow] = useState(() => gateRow.read(typeof value === 'string' && value !== '' ? JSON.parse(value) : {}))
  return (
    <fieldset className={styles.rows}>
      <legend>{field.label}</legend>
      <p className="hp-muted">Empty: no such gate. A critical incident of the agent always rolls back.</p>
      <div className={styles.row}>
        {gateInputs.map(({ name, label }) => (
          <TextInput
            key={name}
            label={label}
            placeholder="not judged"
            inputMode="decimal"
            value={row[name]}
            onChange={event => {
              const next = { ...row, [name]: event.currentTarget.value }
              setRow(next)
              onChange(JSON.stringify(gateRow.write(next)))
            }}
          />
        ))}
      </div>
      {error ? <p role="alert">{error}</p> : null}
    </fieldset>
  )
}

const asWindows = (stored: readonly Record<string, unknown>[]) => stored as unknown as WindowRow[]

export const WindowsInput = (props: ConfigInputProps) => (
  <RowsInput<WindowRow>
    {...props}
    one="window"
    least={0}
    fresh={{ days: ['fri'], from: '16:00', to: '23:59' }}
    read={asWindows}
    write={rows => rows}
  >
    {(row, set) => (
      <>
        <MultiSelect
          label="Days"
          placeholder={row.days.length === 0 ? 'every day' : undefined}
          data={weekDays}
          value={row.days}
          onChange={days => set({ days })}
        />
        <TextInput
          label="From"
          type="time"
          value={row.from}
          onChange={event => set({ from: event.currentTarget.value })}
        />
        <TextInput label="To" type="time" value={row.to} onChange={event => set({ to: event.currentTarget.value })} />
      </>
    )}
  </RowsInput>
)
