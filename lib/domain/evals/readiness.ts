import type { Context } from '#lib/platform/context.ts'
import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { plural } from '#lib/shared/numbers.ts'
import type { Measured } from '#lib/shared/readiness.ts'
import { levels } from './schemas.ts'

const day = 86_400_000
/** An older verdict says nothing about the present agent. */
const levelDays = 30
const gateDays = 14

const commandOf = {
  unit: 'holdpoint import junit report.xml --suite unit-tests --level unit --commit "$GIT_COMMIT"',
  integration: 'holdpoint import junit report.xml --suite integration-tests --level integration --commit "$GIT_COMMIT"',
  evaluation: 'holdpoint eval start --suite incident_investigation --mode real --commit "$GIT_COMMIT"',
} as const

const finishedSince = ({ db, projectId }: Context, since: Date) =>
  db.prisma.evalRun.findMany({
    where: { projectId, state: 'finished', startedAt: { gte: since } },
    select: { id: true, suite: true, level: true, verdict: true, commit: true, startedAt: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: 5_000,
  })
type Finished = Awaited<ReturnType<typeof finishedSince>>[number]

const linkOf = (run: Finished) => `/evals/${encodeURIComponent(run.id)}`

/** Whether changes are tested on all levels, and whether a bad verdict can stop one. */
export const readiness: ReadinessSource = {
  points: ['test-levels', 'ci-gates'],
  async measure(ctx, { now }) {
    const runs = await finishedSince(ctx, new Date(now.getTime() - levelDays * day))
    const since = new Date(now.getTime() - gateDays * day)
    return [
      ofLevels(runs),
      ofGates(
        runs.filter(run => run.startedAt >= since),
        await pipelinesSince(ctx, since),
      ),
    ]
  },
}

/** The last run of each suite counts. */
function ofLevels(runs: readonly Finished[]): Measured {
  const last = [...new Map([...runs].reverse().map(run => [run.suite, run])).values()]
  const missing = levels.filter(level => !last.some(run => run.level === level))
  const first = missing[0]
  const bad = last.filter(run => run.verdict !== 'pass')
  return {
    id: 'test-levels',
    begun: last.length > 0,
    found: `In the last ${levelDays} days: ${levels
      .map(level => `${level} ${plural(last.filter(run => run.level === level).length, 'suite')}`)
      .join(', ')}`,
    gaps: [
      ...missing.map(level => ({ text: `No finished run on the level ${level}`, href: null })),
      ...bad.map(run => ({ text: `${run.suite}: its last run ${outcomeOf(run)}`, href: linkOf(run) })),
    ],
    next: first
      ? { text: `Report the level ${first} from CI`, command: commandOf[first], href: '/docs/evals' }
      : bad[0]
        ? { text: 'See what failed', command: null, href: linkOf(bad[0]) }
        : null,
  }
}

const outcomeOf = ({ verdict }: Finished) => (verdict === 'fail' ? 'failed' : 'decided nothing')

interface Pipelines {
  runs: number
  stopped: number
}

/** Pipelines count: each run names its commit, and each stage must pass before the next. */
async function pipelinesSince({ db: { prisma }, projectId }: Context, since: Date): Promise<Pipelines> {
  const of = { projectId, startedAt: { gte: since } }
  const [runs, stopped] = await Promise.all([
    prisma.pipelineRun.count({ where: of }),
    prisma.pipelineRun.count({ where: { ...of, state: 'failed' } }),
  ])
  return { runs, stopped }
}

function ofGates(runs: readonly Finished[], pipelines: Pipelines): Measured {
  const gated = runs.filter(({ commit }) => commit !== null)
  const commits = new Set(gated.map(({ commit }) => commit)).size
  const open = gated.filter(({ verdict }) => verdict === 'inconclusive').length
  const nameless = runs.length - gated.length
  return {
    id: 'ci-gates',
    begun: gated.length > 0 || pipelines.runs > 0,
    found: `In the last ${gateDays} days: ${plural(gated.length, 'verdict')} on ${plural(commits, 'commit')}, ${gated.filter(({ verdict }) => verdict === 'fail').length} of them a stop; ${plural(pipelines.runs, 'pipeline run')}, ${pipelines.stopped} of them stopped`,
    gaps: [
      ...(gated.length === 0 ? [{ text: 'No verdict names a commit', href: '/evals' }] : []),
      ...(gated.length > 0 && open === gated.length
        ? [{ text: 'Every verdict was inconclusive: the gate never opens', href: '/evals' }]
        : []),
      ...(gated.length > 0 && nameless > 0
        ? [{ text: `${plural(nameless, 'run')} without a commit`, href: '/evals' }]
        : []),
    ],
    next:
      gated.length === 0
        ? { text: 'Let the build wait for the verdict', command: 'holdpoint eval verdict "$RUN"', href: '/docs/evals' }
        : open === gated.length
          ? { text: 'See what the verdicts lack', command: null, href: '/evals' }
          : nameless > 0
            ? { text: 'Name the commit in every run', command: commandOf.unit, href: '/docs/evals' }
            : null,
  }
}
