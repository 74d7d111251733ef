import { createKeyContract, listKeysContract } from '#lib/domain/access/contract.ts'
import { createKey, listKeys } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listKeysContract, listKeys)
export const POST = handle(createKeyContract, createKey)
