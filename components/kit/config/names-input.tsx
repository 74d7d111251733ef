'use client'

import { TagsInput } from '@mantine/core'
import type { ConfigInputProps } from './config-input.tsx'

/** An input of several names, of which some are known. */
export function NamesInput({ field, value, error, onChange, known }: ConfigInputProps & { known: readonly string[] }) {
  return (
    <TagsInput
      label={field.label}
      description={field.note}
      error={error}
      data={[...known]}
      value={Array.isArray(value) ? [...value] : []}
      onChange={onChange}
    />
  )
}
