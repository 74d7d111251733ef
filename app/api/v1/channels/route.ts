import { channelConfig } from '#lib/domain/channels/contract.ts'
import { listChannels } from '#lib/domain/channels/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(channelConfig.list, listChannels)
