import { z } from 'zod'

const word = z.string().min(1).max(200)

/** By kind and name; each object is read by the schema of its kind. */
export const configurationFile = z.record(word, z.record(word, z.record(z.string(), z.unknown())).nullable()).meta({
  id: 'Configuration',
  description: 'By kind, as in the path of its endpoints, and by name: the body of its PUT',
})
export type ConfigurationFile = z.output<typeof configurationFile>

export const applyQuery = z.strictObject({
  dryRun: z.stringbool().default(false).meta({ description: 'true: answers what would change, and changes nothing' }),
})

const difference = z.strictObject({
  path: z.string().meta({ description: 'The field, and what of it: window.size' }),
  before: z.unknown().meta({ description: 'null: it was not set' }),
  after: z.unknown(),
})

const changed = z.strictObject({
  kind: z.string(),
  slug: z.string(),
  change: z.enum(['create', 'update', 'none']),
  revision: z.int().meta({ description: 'In a dry run: the one that it would have' }),
  diff: z.array(difference),
})
export type Changed = z.output<typeof changed>

export const applyAnswer = z
  .strictObject({ applied: z.boolean().meta({ description: 'false: a dry run' }), changes: z.array(changed) })
  .meta({ id: 'Applied' })

export const configurationAnswer = z
  .strictObject({
    yaml: z.string().meta({ description: 'The same as a file: holdpoint.yaml' }),
    configuration: configurationFile,
    count: z.int().meta({ description: 'How many objects it has' }),
  })
  .meta({ id: 'CurrentConfiguration' })
