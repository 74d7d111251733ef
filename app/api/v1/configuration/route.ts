import { getConfigurationContract } from '#lib/domain/configuration/contract.ts'
import { getConfiguration } from '#lib/domain/configuration/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getConfigurationContract, getConfiguration)
