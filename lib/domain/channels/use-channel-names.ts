import { useContract } from '#lib/client/use-contract.ts'
import { channelConfig } from './contract.ts'

/** The names of all channels. */
export function useChannelNames(): string[] {
  const { data } = useContract(channelConfig.list, { query: { limit: 200 } })
  return data?.items.map(({ slug }) => slug) ?? []
}
