'use client'

import { TagsInput } from '@mantine/core'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { useChannelNames } from './use-channel-names.ts'

/** An input of several names, of which some are known. */
export const namesInput = (known: readonly string[]) => (props: ConfigInputProps) => <Names {...props} known={known} />

/** An input of several channels. */
export function ChannelsInput(props: ConfigInputProps) {
  return <Names {...props} known={useChannelNames()} />
}

function Names({ field, value, error, onChange, known }: ConfigInputProps & { known: readonly string[] }) {
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
