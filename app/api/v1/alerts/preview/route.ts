import { previewAlertContract } from '#lib/domain/alerts/contract.ts'
import { previewRule } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(previewAlertContract, previewRule)
