import { z } from 'zod'

/** The eight points of a team that may let agents touch production, in the order in which they are told. */
export const readinessIds = [
  'test-levels',
  'ci-gates',
  'shadow',
  'budgets',
  'breakers',
  'cost-monitoring',
  'gradual-rollout',
  'runbooks',
] as const
export type ReadinessId = (typeof readinessIds)[number]

const line = z.strictObject({ text: z.string(), href: z.string().nullable() })

/** One point as it is measured from what a project has. Texts may hold names that agents gave. */
export const readinessPoint = z
  .strictObject({
    id: z.enum(readinessIds),
    title: z.string(),
    why: z.string().meta({ description: 'What goes wrong without it, in a sentence' }),
    state: z.enum(['met', 'partly', 'missing', 'unknown']).meta({ description: 'unknown: it could not be read' }),
    found: z.string().meta({ description: 'What was measured, with its figures' }),
    gaps: z.array(line).meta({ description: 'What is missing, each with the place that shows it' }),
    next: z
      .strictObject({
        text: z.string(),
        command: z.string().nullable().meta({ description: 'To run in a shell' }),
        href: z.string().nullable().meta({ description: 'The page on which it is done' }),
      })
      .nullable()
      .meta({ description: 'What to do next; null where nothing is missing' }),
  })
  .meta({ id: 'ReadinessPoint' })
export type ReadinessPoint = z.output<typeof readinessPoint>

/** What a domain measures: the rest follows from it. */
export type Measured = Pick<ReadinessPoint, 'id' | 'found' | 'gaps' | 'next'> & {
  /** Something of the point is there, so that it is not missing but incomplete. */
  begun: boolean
}

/** A point is met where it has no gap, and missing where nothing of it is there. */
export const stateOf = ({ begun, gaps }: Measured): 'met' | 'partly' | 'missing' =>
  begun ? (gaps.length === 0 ? 'met' : 'partly') : 'missing'
