'use client'

import { NativeSelect, Switch, TagsInput, TextInput } from '@mantine/core'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { FormValue, FormValues } from '#lib/shared/config/form-values.ts'
import styles from './config-form.module.css'

export interface ConfigInputProps {
  field: FormField
  value: FormValue | undefined
  error?: string | undefined
  onChange: (value: FormValue) => void
}

/** The input of one field, as its schema calls for it. */
export function ConfigInput({ field, value, error, onChange }: ConfigInputProps) {
  const { label, note, input, options, maxLength } = field
  const shared = { label, description: note, error, withAsterisk: !field.optional }
  const text = typeof value === 'string' ? value : ''
  switch (input) {
    case 'switch':
      return (
        <Switch
          label={label}
          description={note}
          error={error}
          checked={value === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <NativeSelect {...shared} value={text} onChange={event => onChange(event.currentTarget.value)}>
          {field.optional ? <option value="">not set</option> : null}
          {options.map(option => (
            <option key={option} value={option}>
              {inWords(option)}
            </option>
          ))}
        </NativeSelect>
      )
    case 'list':
      return <TagsInput {...shared} value={Array.isArray(value) ? [...value] : []} onChange={onChange} />
    case 'group':
      return <Group field={field} value={value} error={error} onChange={onChange} />
    case 'markdown':
    case 'json':
      return (
        <EscapedTextarea
          {...shared}
          autosize
          minRows={input === 'json' ? 4 : 3}
          maxRows={20}
          maxLength={maxLength ?? undefined}
          spellCheck={false}
          classNames={{ input: styles.long }}
          value={text}
          onText={onChange}
        />
      )
    default:
      return (
        <TextInput
          {...shared}
          inputMode={input === 'number' ? 'decimal' : undefined}
          maxLength={maxLength ?? undefined}
          value={text}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
  }
}

/** `require_approval` and `errorRate` as they are read: "require approval", "error rate". */
const inWords = (option: string) =>
  option.replaceAll('_', ' ').replace(/(?<=[a-z])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

function Group({ field, value, error, onChange }: ConfigInputProps) {
  const values = (value ?? {}) as FormValues
  return (
    <fieldset className={styles.group}>
      <legend>{field.label}</legend>
      {field.fields.map(inner => (
        <ConfigInput
          key={inner.name}
          field={{ ...inner, optional: true }}
          value={values[inner.name]}
          onChange={next => onChange({ ...values, [inner.name]: next })}
        />
      ))}
      {error ? <p className={styles.fault}>{error}</p> : null}
    </fieldset>
  )
}
