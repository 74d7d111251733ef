import { channelConfig } from '#lib/domain/channels/contract.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { invalid } from '#lib/shared/problem.ts'
import { pipelineConfig } from './contract.ts'

/** Throws 422 unless the channel is a webhook that exists. Otherwise nobody would hear that something is to be deployed. */
async function requireDeployer(reader: Reader, ctx: Context, slug: string | null): Promise<void> {
  if (slug === null) return
  const field = 'body.deployChannel'
  const channel = await readConfig(reader, ctx, channelConfig, slug)
  if (!channel) throw invalid(`There is no channel ${slug}.`, field)
  if (channel.kind !== 'webhook')
    throw invalid(`The deploy channel must be a webhook, but ${slug} is of kind ${channel.kind}.`, field)
}

const verbs = configVerbs(pipelineConfig, {
  announce: (what, slug, revision) => ({ topic: 'pipelines', type: `pipeline.${what}`, ids: [slug], revision }),
  prepare: async (tx, ctx, fields) => {
    await requireDeployer(tx, ctx, fields.deployChannel as string | null)
    return fields
  },
})

export const { put: putPipeline, get: getPipeline, list: listPipelines, archive: archivePipeline } = verbs
export const pipelineKind = verbs.kind
