import { rollupGrains } from '#lib/domain/traces/measures.ts'
import type { Context } from '#lib/platform/context.ts'

interface Traffic {
  agent: string
  release: string
  requests: number
  errors?: number
  costUsd?: number
  quality?: number
  at: Date
}

/** Writes the rollups of this many requests of a release at one time, for every grain. */
export async function givenTraffic(ctx: Context, traffic: Traffic): Promise<void> {
  const { agent, release, requests, errors = 0, costUsd = 0.03, quality = 0.8, at } = traffic
  const count = BigInt(requests)
  for (const grain of rollupGrains) {
    const bucket = new Date(Math.floor(at.getTime() / (grain * 1000)) * grain * 1000)
    const own = { projectId: ctx.projectId, grain, bucket, environment: 'production', agent, framework: '', release }
    const inner = { kind: 'agent', model: '', tool: '' }
    const place = { ...own, ...inner, provider: '' }
    const counts = { spans: count, errors: BigInt(errors), requests: count, requestErrors: BigInt(errors) }
    await ctx.db.prisma.rollup.upsert({
      where: { projectId_grain_bucket_environment_agent_framework_release_kind_model_tool_provider: place },
      create: { ...place, ...counts, ...nothing },
      update: { requests: { increment: count }, requestErrors: { increment: BigInt(errors) } },
    })
    // Costs differ: half of the requests cost less, half more.
    for (const bill of [0.5, 1.5]) {
      const bin = Math.floor(Math.log(bill * costUsd * 1e9) / Math.log(1.1))
      const half = { ...place, metric: 'run_cost_nanos', bin }
      await ctx.db.prisma.rollupBin.upsert({
        where: {
          projectId_grain_metric_kind_bucket_environment_agent_framework_release_model_tool_provider_bin: half,
        },
        create: { ...half, count: count / 2n },
        update: { count: { increment: count / 2n } },
      })
    }
    const score = { ...own, name: 'helpful', source: 'eval', label: '', dataType: 'numeric' }
    const sums = { sum: requests * quality, sumSquares: requests * (quality * quality + 0.04) }
    await ctx.db.prisma.rollupScore.upsert({
      where: { projectId_grain_bucket_environment_agent_framework_release_name_source_label_dataType: score },
      create: { ...score, count, ...sums },
      update: { count: { increment: count }, sum: { increment: sums.sum }, sumSquares: { increment: sums.sumSquares } },
    })
  }
}

const nothing = {
  ...{ inputTokens: 0n, outputTokens: 0n, cachedInputTokens: 0n, reasoningTokens: 0n, costNanos: 0n },
  ...{ unpriced: 0n, unmetered: 0n },
}
