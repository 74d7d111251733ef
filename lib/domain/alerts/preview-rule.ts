import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { checkAlert } from './check-alert.ts'
import type { previewAlertContract } from './contract.ts'
import { countsWindow } from './measures.ts'
import { readValues } from './read-values.ts'
import { type Course, coursesOf, type Look } from './rules.ts'

/**
 * How many times a preview evaluates the rule. A saved rule is evaluated every minute; a preview of a week, every two
 * hours.
 */
const looksOver = (hours: number) => (hours > 48 ? 84 : 48)
const minute = 60_000
/** The groups that would have fired most often first, then those with the largest value. */
const shown = 5

/** What a rule would have measured in the last hours, and when it would have fired, before anybody saves it. */
export async function previewRule(
  ctx: Context,
  { body: { hours, ...rule } }: Input<typeof previewAlertContract>,
): Promise<Output<typeof previewAlertContract>> {
  await authorize(ctx, 'project.read')
  checkAlert(rule)
  const last = Math.floor(((await now(ctx)).getTime() - 5_000) / minute) * minute
  const looks = looksOver(hours)
  const stepMs = (hours * 3_600_000) / looks
  const known = countsWindow(rule.measure)
  const read: Look[] = []
  for (let n = looks - 1; known && n >= 0; n--) {
    const at = Math.floor((last - n * stepMs) / minute) * minute
    read.push({ at, groups: await readValues(ctx, rule, new Date(at)) })
  }
  const courses = coursesOf(read, rule)
  return {
    known,
    stepSeconds: stepMs / 1000,
    from: toRfc3339(new Date(last - (looks - 1) * stepMs)),
    to: toRfc3339(new Date(last)),
    fired: courses.reduce((sum, { fired }) => sum + fired, 0),
    groups: courses.length,
    courses: courses.slice(0, shown).map(told),
  }
}

const told = ({ labels, fired, points }: Course) => ({
  labels,
  fired,
  points: points.map(({ at, value, state }) => ({ at: toRfc3339(new Date(at)), value, state })),
})
