import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { createRollout } from './index.ts'
import { createBody } from './schemas.ts'

/** Two registered releases of an agent whose entry names a quality score. */
export async function givenReleases(ctx: Context, agent = 'triage'): Promise<void> {
  const fields = agentConfig.put.body?.parse({ qualityScore: { name: 'helpful' } })
  await putAgent(ctx, { params: { slug: agent }, body: fields as never })
  for (const slug of [`${agent}-1`, `${agent}-2`]) {
    const body = registerBody.parse({ agent, code: slug, model: { provider: 'openai', id: 'gpt-5' } })
    await registerRelease(ctx, { params: { slug }, body })
  }
}

export const start = (ctx: Context, change: Record<string, unknown> = {}) => {
  const agent = typeof change.agent === 'string' ? change.agent : 'triage'
  const asked = { agent, environment: 'production', baseline: `${agent}-1`, candidate: `${agent}-2`, ...change }
  return createRollout(ctx, { body: createBody.parse(asked) })
}
