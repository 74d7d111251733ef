import type { ConfigKind } from '#lib/platform/config/rules.ts'
import { type Fault, faultsOf, faulty } from '#lib/shared/faults.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { kinds } from './kinds.ts'
import type { ConfigurationFile } from './schemas.ts'

/** One object of a file, as its PUT would be asked for it. */
export interface Wanted {
  kind: ConfigKind
  slug: string
  fields: Record<string, unknown>
  expectedRevision: number | undefined
  keep: readonly string[]
  /** Where it stands in the request. */
  path: string
}

/** The objects of a file, each read by the schema and the checks of its kind. Throws 422 that names every fault by its path. */
export function readFile(file: ConfigurationFile): Wanted[] {
  const faults: Fault[] = []
  const wanted: Wanted[] = []
  for (const [plural, objects] of Object.entries(file)) {
    const kind = kinds.get(plural)
    if (!kind) {
      faults.push({
        field: `body.${plural}`,
        message: `There is no such kind. Kinds are ${[...kinds.keys()].join(', ')}.`,
      })
      continue
    }
    for (const [slug, body] of Object.entries(objects ?? {})) {
      const read = readOne(kind, slug, body, `body.${plural}.${slug}`)
      if ('faults' in read) faults.push(...read.faults)
      else wanted.push(read)
    }
  }
  if (faults.length > 0) throw faulty(faults, 'body')
  return wanted
}

function readOne(
  kind: ConfigKind,
  slug: string,
  body: Record<string, unknown>,
  path: string,
): Wanted | { faults: Fault[] } {
  const parsed = kind.contracts.put.body.safeParse(body)
  if (!parsed.success) return { faults: faultsOf(parsed.error, path) }
  const { expectedRevision, ...fields } = parsed.data as Record<string, unknown> & { expectedRevision?: number }
  try {
    kind.rules.check?.(fields, slug)
  } catch (error) {
    if (!isProblem(error)) throw error
    const { field = 'body', detail, title } = error.fields
    return { faults: [{ field: field.replace(/^body/, path), message: detail ?? title }] }
  }
  const keep = kind.rules.steady?.filter(name => !Object.hasOwn(body, name)) ?? []
  return { kind, slug, fields, expectedRevision, keep, path }
}
