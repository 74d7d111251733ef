import { channelConfig } from '#lib/domain/channels/contract.ts'
import { archiveChannel, getChannel, putChannel } from '#lib/domain/channels/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(channelConfig.get, getChannel)
export const PUT = handle(channelConfig.put, putChannel)
export const DELETE = handle(channelConfig.archive, archiveChannel)
