import { langfuseProjectsContract } from '#lib/domain/traces/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(langfuseProjectsContract, async ctx => ({
  data: [
    { id: ctx.projectId, name: ctx.projectId, organization: { id: 'holdpoint', name: 'Holdpoint' }, metadata: {} },
  ],
}))
