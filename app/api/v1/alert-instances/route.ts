import { listInstancesContract } from '#lib/domain/alerts/contract.ts'
import { listInstances } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listInstancesContract, listInstances)
