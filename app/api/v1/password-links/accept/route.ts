import { acceptLinkContract } from '#lib/domain/access/contract.ts'
import { acceptLink } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(acceptLinkContract, acceptLink)
