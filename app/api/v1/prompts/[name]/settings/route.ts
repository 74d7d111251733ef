import { getSettingsContract, putSettingsContract } from '#lib/domain/prompts/contract.ts'
import { getSettings, putSettings } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getSettingsContract, getSettings)
export const PUT = handle(putSettingsContract, putSettings)
