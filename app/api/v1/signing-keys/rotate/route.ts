import { rotateSigningKeyContract } from '#lib/domain/approvals/contract.ts'
import { rotateSigningKey } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(rotateSigningKeyContract, rotateSigningKey)
