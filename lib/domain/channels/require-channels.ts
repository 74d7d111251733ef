import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { invalid } from '#lib/shared/problem.ts'
import { channelConfig } from './contract.ts'

/** Throws 422 that names the first unknown channel, by its place in `field`. */
export async function requireChannels(
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  channels: readonly string[],
  field = 'body.channels',
): Promise<void> {
  if (channels.length === 0) return
  const known = new Set((await readConfigs(reader, projectId, channelConfig)).map(({ slug }) => slug))
  const unknown = channels.findIndex(channel => !known.has(channel))
  if (unknown >= 0) throw invalid(`There is no channel ${channels[unknown]}.`, `${field}.${unknown}`)
}
