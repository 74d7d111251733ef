'use client'

import { TagsInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { ConfigInput, type ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { RowsInput } from '#components/kit/config/rows-input.tsx'
import styles from '../evals.module.css'
import { FindingsInput } from './findings-input.tsx'
import { criterionRows, scenarioRows } from './rows.ts'

const forms = { rows: 'Form', json: 'JSON' }

function isList(value: ConfigInputProps['value']): boolean {
  if (typeof value !== 'string') return false
  try {
    return value.trim() === '' || Array.isArray(JSON.parse(value))
  } catch {
    return false
  }
}

/** Rows by default. JSON is for pasting, and for fields that rows do not show. */
function RowsOrJson(props: ConfigInputProps & { Rows: (props: ConfigInputProps) => React.ReactNode }) {
  const { Rows, ...input } = props
  const { label } = input.field
  const [as, setAs] = useState<keyof typeof forms>('rows')
  // JSON that is not complete yet cannot be shown as rows.
  const shown = as === 'rows' && isList(input.value) ? 'rows' : 'json'
  return (
    <div className={styles.input}>
      <header className={styles.inputHead}>
        <h3>{label}</h3>
        <Choices quiet label={`${label} as`} value={shown} choices={forms} onChange={setAs} />
      </header>
      {shown === 'rows' ? (
        <Rows {...input} field={{ ...input.field, label: '' }} />
      ) : (
        <ConfigInput {...input} field={{ ...input.field, label: `${label} as JSON` }} />
      )}
    </div>
  )
}

export const ScenariosInput = (props: ConfigInputProps) => <RowsOrJson {...props} Rows={ScenarioRows} />
export const CriteriaInput = (props: ConfigInputProps) => <RowsOrJson {...props} Rows={CriterionRows} />

const ScenarioRows = (props: ConfigInputProps) => (
  <RowsInput {...props} one="scenario" least={1} {...scenarioRows}>
    {(row, set) => (
      <>
        <TextInput
          label="Id"
          maxLength={200}
          value={row.id}
          onChange={event => set({ id: event.currentTarget.value })}
        />
        <TagsInput label="Tags" value={row.tags} onChange={tags => set({ tags })} />
        <Textarea
          label="Input"
          description={row.isJson ? 'It is not text: edit it as JSON' : 'What the agent is given'}
          readOnly={row.isJson}
          autosize
          minRows={2}
          maxRows={10}
          value={row.input}
          onChange={event => set({ input: event.currentTarget.value })}
        />
        <FindingsInput value={row.findings} onChange={findings => set({ findings })} />
      </>
    )}
  </RowsInput>
)

const CriterionRows = (props: ConfigInputProps) => (
  <RowsInput {...props} one="criterion" least={1} {...criterionRows}>
    {(row, set) => (
      <>
        <TextInput label="Name" value={row.name} onChange={event => set({ name: event.currentTarget.value })} />
        <TextInput
          label="Weight"
          inputMode="decimal"
          value={row.weight}
          onChange={event => set({ weight: event.currentTarget.value })}
        />
        <TextInput
          label="Average at least"
          placeholder="no own threshold"
          inputMode="decimal"
          value={row.threshold}
          onChange={event => set({ threshold: event.currentTarget.value })}
        />
        <TextInput label="Scored by" readOnly value={row.scorer || 'whoever reports'} />
      </>
    )}
  </RowsInput>
)
