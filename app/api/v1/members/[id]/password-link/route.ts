import { createPasswordLinkContract } from '#lib/domain/access/contract.ts'
import { createPasswordLink } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(createPasswordLinkContract, createPasswordLink)
