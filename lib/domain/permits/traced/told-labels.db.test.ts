import { beforeEach, expect, test } from 'vitest'
import { checkCall } from '#lib/domain/approvals/index.ts'
import { ask } from '#lib/domain/permits/test-support.ts'
import { putPolicy } from '#lib/domain/policies/index.ts'
import { policyBody } from '#lib/domain/policies/schemas.ts'
import { toolConfig } from '#lib/domain/tools/contract.ts'
import { putTool } from '#lib/domain/tools/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { judgeTraces } from './judge-traces.ts'

const database = givenDatabase()
let ctx: Context
beforeEach(async () => {
  ctx = freshProject(database.db)
  const labels = toolConfig.put.body?.parse({ labels: ['customer-data'] })
  if (labels) await putTool(ctx, { params: { slug: 'read_customer' }, body: labels })
  await putPolicy(ctx, { params: { slug: 'no-leak' }, body: leak('require_approval') })
})
const leak = (outcome: string) => policyBody.parse({ outcome, tools: ['post'], touched: ['customer-data'] })

let spans = 0
async function tell(run: string, attributes: Attributes) {
  const spanId = (++spans).toString(16).padStart(16, '0')
  const end = BigInt(Date.now()) * 1_000_000n
  const times = { startTimeUnixNano: end - 1_000_000n, endTimeUnixNano: end }
  const span = otlpSpan(
    { 'gen_ai.agent.name': 'writer', 'holdpoint.run.id': run, ...attributes },
    { spanId, traceId: spanId.padStart(32, '0'), ...times },
  )
  await ingestTraces(ctx, { spans: [span], rejected: [] })
  await judgeTraces(ctx)
}
const used = (tool: string) => ({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool })
const call = (runId: string) => ({ agent: 'writer', runId, tool: 'post', arguments: {}, environment: 'staging' })
const post = async (runId: string) => (await checkCall(ctx, { body: call(runId) })).outcome

test('a run whose spans show that it read customer data is held when it posts, by a permit and by a request', async () => {
  await tell('run-1', used('search'))
  expect(await post('run-1')).toBe('allow')
  await tell('run-1', used('Read-Customer'))
  expect(await post('run-1')).toBe('needs_approval')
  expect(await post('run-2')).toBe('allow')
  expect((await ask(ctx, { ...call('run-1'), step: 'tool' })).decision).toBe('needs_approval')
})

test('a span can say itself what data its run has touched', async () => {
  await tell('run-1', { 'gen_ai.operation.name': 'chat', 'holdpoint.touched': ['other', 'customer-data'] })
  expect(await post('run-1')).toBe('needs_approval')
})

test('labels that only spans report never allow anything, because the agent writes its own spans', async () => {
  await putPolicy(ctx, {
    params: { slug: 'no-leak' },
    body: policyBody.parse({ outcome: 'require_approval', tools: ['post'] }),
  })
  await putPolicy(ctx, { params: { slug: 'after-reading' }, body: leak('allow') })
  const production = (runId: string) => checkCall(ctx, { body: { ...call(runId), environment: 'production' } })
  await tell('run-1', used('read_customer'))
  expect((await production('run-1')).allowedBy).toBe(null)
  const rows = () => database.db.prisma.runLabel.findMany({ where: { projectId: ctx.projectId } })
  expect(await rows()).toMatchObject([{ run: 'run-1', label: 'customer-data', tool: 'read_customer', told: true }])
  // What an allowed call touched is certain, and takes the place of what spans reported.
  const reading = { ...call('run-1'), tool: 'read_customer' }
  expect((await checkCall(ctx, { body: reading })).outcome).toBe('allow')
  expect(await rows()).toMatchObject([{ told: false }])
  await tell('run-1', used('read_customer'))
  expect(await rows()).toMatchObject([{ told: false }])
})
