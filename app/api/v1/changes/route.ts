import { listChangesContract } from '#lib/domain/changes/contract.ts'
import { listChanges } from '#lib/domain/changes/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listChangesContract, listChanges)
