import { signOutEverywhereContract } from '#lib/domain/access/contract.ts'
import { signOutEverywhere } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(signOutEverywhereContract, signOutEverywhere)
