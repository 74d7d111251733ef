import { stringify } from 'yaml'
import type { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { ConfigKind } from '#lib/platform/config/rules.ts'
import type { Context } from '#lib/platform/context.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { getConfigurationContract } from './contract.ts'
import { kinds } from './kinds.ts'
import type { ConfigurationFile } from './schemas.ts'

/** Everything that is configured and holds, as one file that changes nothing when it is applied. */
export async function getConfiguration(ctx: Context): Promise<Output<typeof getConfigurationContract>> {
  await authorize(ctx, 'project.read')
  const configuration: ConfigurationFile = {}
  let count = 0
  for (const [plural, kind] of kinds) {
    const objects = await readConfigs(ctx.db, ctx.projectId, kind.contracts)
    if (objects.length === 0) continue
    count += objects.length
    configuration[plural] = Object.fromEntries(objects.map(({ slug, ...fields }) => [slug, short(kind, fields)]))
  }
  return { configuration, count, yaml: yamlOf(configuration) }
}

const yamlOf = (configuration: ConfigurationFile): string =>
  Object.keys(configuration).length === 0 ? '' : stringify(configuration, { lineWidth: 100 })

/** The fields that say something: those at their defaults are left out, and so is what is not set within one. */
function short({ contracts }: ConfigKind, fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const schema = contracts.fields[name] as z.ZodType | undefined
    if (!schema) return []
    if (same(schema.safeParse(undefined).data, value)) return []
    const bare = withoutNulls(value)
    return [[name, same(schema.safeParse(bare).data, value) ? bare : value]]
  })
  return Object.fromEntries(entries)
}

const same = (a: unknown, b: unknown) => a !== undefined && canonicalJson(a) === canonicalJson(b)

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== null)
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutNulls(one)]))
}
