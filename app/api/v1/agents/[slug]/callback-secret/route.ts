import { getCallbackSecretContract, makeCallbackSecretContract } from '#lib/domain/channels/callbacks/contract.ts'
import { getCallbackSecret, makeCallbackSecret } from '#lib/domain/channels/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getCallbackSecretContract, getCallbackSecret)
export const POST = handle(makeCallbackSecretContract, makeCallbackSecret)
