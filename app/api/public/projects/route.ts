import { langfuseProjectsContract } from '#lib/domain/traces/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(langfuseProjectsContract, async ctx => ({
  data: [{ id: ctx.projectId, name: ctx.projectId }],
}))
