'use client'

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { filterText, parseFilter } from './filter-text.ts'

/** A filter as a line of text: `environment: production, agent: desk or triage`. */
export function FilterInput({ field, value, error, onChange }: ConfigInputProps) {
  const [text, setText] = useState(() => filterText(typeof value === 'string' ? value : ''))
  const parsed = parseFilter(text)
  return (
    <TextInput
      label={field.label}
      description="By dimension, such as environment: production, agent: desk or triage"
      error={error ?? (parsed === null ? 'Write a dimension, a colon and a value.' : undefined)}
      value={text}
      onChange={event => {
        const next = event.currentTarget.value
        setText(next)
        const filter = parseFilter(next)
        // What cannot be parsed is sent unchanged, so that the server names the field instead of leaving it out.
        onChange(filter === null ? next : JSON.stringify(filter))
      }}
    />
  )
}
