'use client'

import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { NamesInput } from '#components/kit/config/names-input.tsx'
import { useChannelNames } from '#lib/domain/channels/use-channel-names.ts'

/** An input of several names, of which some are known. */
export const namesInput = (known: readonly string[]) => (props: ConfigInputProps) => (
  <NamesInput {...props} known={known} />
)

/** An input of several channels. */
export function ChannelsInput(props: ConfigInputProps) {
  return <NamesInput {...props} known={useChannelNames()} />
}
