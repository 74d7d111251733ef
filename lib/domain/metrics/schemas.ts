import { z } from 'zod'
import { rollupDimensions } from '#lib/domain/traces/measures.ts'
import { buckets } from '#lib/shared/bucket.ts'
import { instant } from '#lib/shared/instant.ts'
import { measureInfo, measures } from './measures.ts'

/**
 * Dimensions of many values. They are stored by the hour in which a trace began and by its environment, and by nothing
 * else.
 */
export const topDimensions = ['user', 'session', 'tag'] as const
export type TopDimension = (typeof topDimensions)[number]

/** The kind of a cost that is not tokens, and the dimensions of such costs. */
export const costDimensions = ['environment', 'agent', 'framework', 'release', 'costKind'] as const

/** The properties of a score. `scoreValue` is the lower edge of a bin of numbers, with two significant digits. */
export const scoreDimensions = ['scoreName', 'scoreSource', 'scoreLabel', 'scoreType', 'scoreValue'] as const
export type ScoreDimension = (typeof scoreDimensions)[number]

export const dimensions = [...rollupDimensions, ...topDimensions, 'costKind', ...scoreDimensions] as const
export type Dimension = (typeof dimensions)[number]

/** There is no filter by `scoreValue`, because the edge of a bin would mean a range. */
export type FilterDimension = Exclude<Dimension, 'scoreValue'>

const wanted = z.string().max(200).nullable().meta({ description: 'null: spans that name none' })
const filterValue = z.union([wanted, z.array(wanted).min(1).max(50)]).optional()

export const metricsQuery = z
  .strictObject({
    measures: z
      .array(z.enum(measures))
      .min(1)
      .max(12)
      .refine(list => new Set(list).size === list.length, 'each measure once')
      .meta({ description: measures.map(name => `${name}: ${measureInfo(name).description}.`).join(' ') }),
    by: z
      .array(z.enum(dimensions))
      .max(3)
      .refine(list => new Set(list).size === list.length, 'each dimension once')
      .default([])
      .meta({
        description:
          'user, session and tag go with environment, and with the sums of traces and other costs only; costKind with other costs only; those of scores with environment, agent, framework and release and with measures of scores only. scoredTraces and scoredShare go with scoreName, with it and scoreSource, with these and scoreType, or with none of them',
      }),
    filter: z
      .strictObject({
        environment: filterValue,
        agent: filterValue,
        framework: filterValue,
        release: filterValue,
        kind: filterValue,
        model: filterValue,
        tool: filterValue,
        provider: filterValue,
        user: filterValue,
        session: filterValue,
        tag: filterValue,
        costKind: filterValue,
        scoreName: filterValue,
        scoreSource: filterValue,
        scoreLabel: filterValue,
        scoreType: filterValue,
      } satisfies Record<FilterDimension, typeof filterValue>)
      .default({}),
    from: instant.meta({ description: 'Moved back to the start of its bucket; by user, session or tag of its hour' }),
    to: instant.meta({ description: 'Exclusive; moved on to the end of its bucket. At most 400 days after from' }),
    bucket: z
      .enum(buckets)
      .default('none')
      .meta({ description: 'In UTC. At most 1,500 buckets; none: one row per group' }),
    top: z
      .strictObject({ by: z.enum(measures), limit: z.int().min(1).max(1_000) })
      .optional()
      .meta({ description: 'Only the rows with the most of one measure, most first; with bucket none' }),
  })
  .meta({ id: 'MetricsQuery' })
export type MetricsQuery = z.output<typeof metricsQuery>

const column = z.strictObject({
  name: z.string(),
  kind: z.enum(['time', 'dimension', 'measure']),
  unit: z.enum(['count', 'tokens', 'usd', 'ms', 'ratio', 'score']).nullable(),
})

export const metricsAnswer = z
  .strictObject({
    columns: z.array(column).meta({ description: 'bucket (unless none), the dimensions, the measures, in this order' }),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).meta({
      description:
        'Only what has data; sorted by bucket, then by the dimensions, unless top is asked for. Money is a decimal string',
    }),
    from: instant,
    to: instant.meta({ description: 'The time that the rows cover, in whole buckets' }),
    complete: z.boolean().meta({ description: 'false while the last bucket is still filling' }),
    firstAt: instant.nullable().meta({
      description:
        'The hour in which the figures of the project begin; null where it has none. Before that hour nothing is known, which is not the same as nothing happened',
    }),
  })
  .meta({ id: 'MetricsAnswer' })
export type MetricsAnswer = z.output<typeof metricsAnswer>
