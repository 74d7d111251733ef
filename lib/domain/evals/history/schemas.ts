import { z } from 'zod'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { name, time } from '../schemas.ts'
import { scenario } from '../suites/schemas.ts'

export const versionsQuery = z.strictObject({ ...paging })
const versionItem = { version: z.int(), createdAt: time, createdBy: z.string() }
export const versionsPage = pageOf(z.strictObject(versionItem))

const mostChanges = 200
const list = <T extends z.ZodType>(item: T, what: string) =>
  z.array(item).meta({ description: `${what}; ${mostChanges} at most` })

export const changesAnswer = z.strictObject({
  suite: name,
  ...versionItem,
  before: z.int().nullable().meta({ description: 'The version that it is compared with; null: it is the first' }),
  rules: z
    .array(z.strictObject({ field: z.string(), before: z.json(), after: z.json() }))
    .meta({ description: 'Fields beside the scenarios that differ' }),
  counts: z.strictObject({ scenarios: z.int(), added: z.int(), removed: z.int(), changed: z.int() }),
  added: list(scenario, 'Scenarios that are new'),
  removed: list(scenario, 'Scenarios that are gone'),
  changed: list(z.strictObject({ before: scenario, after: scenario }), 'Scenarios of the same id that differ'),
})
export type SuiteChanges = z.output<typeof changesAnswer>
export const most = mostChanges

export const scenariosQuery = z.strictObject({
  search: z.string().trim().max(200).optional().meta({ description: 'In id, input, what is expected, tags' }),
  ...paging,
})
export const scenariosPage = pageOf(scenario).extend({
  found: z.int().meta({ description: 'How many the search finds in all' }),
})
