import { getChecklistContract } from '#lib/domain/checklist/contract.ts'
import { getChecklist } from '#lib/domain/checklist/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getChecklistContract, getChecklist)
