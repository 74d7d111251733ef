import { testChannelContract } from '#lib/domain/channels/contract.ts'
import { tryChannel } from '#lib/domain/channels/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(testChannelContract, tryChannel)
