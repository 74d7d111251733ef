import { useContract } from '#lib/client/use-contract.ts'
import { channelConfig } from './contract.ts'

/** Names of the channels that there are. */
export function useChannelNames(): string[] {
  const { data } = useContract(channelConfig.list, { query: { limit: 200 } })
  return data?.items.map(({ slug }) => slug) ?? []
}
