export const stageNames = ['unit', 'integration', 'evaluation', 'shadow', 'production'] as const
export type StageName = (typeof stageNames)[number]

export const stageStatuses = ['queued', 'running', 'waiting', 'passed', 'failed', 'skipped'] as const
export type StageStatus = (typeof stageStatuses)[number]

export const events = ['push', 'pull_request'] as const

/** A pull request is only tested. A push goes all the way to production. */
export const stagesOf = (event: (typeof events)[number]): readonly StageName[] =>
  event === 'pull_request' ? stageNames.slice(0, 2) : stageNames

/** Stages that cost money and depend on the release alone. Their pass counts for other runs of the same contents. */
export const reusable: readonly StageName[] = ['evaluation', 'shadow']

export interface Stage {
  name: StageName
  status: StageStatus
}

/** The statuses that a client may report. The server sets `waiting` itself. */
export type Report = 'running' | 'passed' | 'failed' | 'skipped'

interface StageFault {
  type: 'stage-order' | 'stage-ended' | 'stage-waiting' | 'stage-not-started'
  detail: string
}

const done = (status: StageStatus) => status === 'passed' || status === 'skipped'

/**
 * The status that a report gives a stage, or why the report is not allowed. A stage begins when those before it are done.
 * A failed stage may begin again. The production stage waits for a person before it begins, and is never skipped.
 */
export function follow(stages: readonly Stage[], name: StageName, report: Report): StageStatus | StageFault {
  const at = stages.findIndex(stage => stage.name === name)
  const status = stages[at]?.status
  if (status === undefined) return { type: 'stage-order', detail: `This run has no stage ${name}.` }
  if (status === report) return status
  const open = stages.slice(0, at).find(stage => !done(stage.status))
  if (open) return { type: 'stage-order', detail: `The stage ${open.name} comes first, and it is ${open.status}.` }
  if (done(status)) return { type: 'stage-ended', detail: `The stage ${name} is over: it is ${status}.` }
  // The report that it is running was repeated, and it still waits.
  if (status === 'waiting' && report === 'running') return 'waiting'
  if (status === 'waiting')
    return { type: 'stage-waiting', detail: `The stage ${name} waits for approval in the inbox.` }
  if (report === 'running') return name === 'production' ? 'waiting' : 'running'
  if (report === 'skipped')
    return name === 'production'
      ? { type: 'stage-order', detail: 'The stage production cannot be skipped.' }
      : 'skipped'
  if (status !== 'running')
    return { type: 'stage-not-started', detail: `The stage ${name} is ${status}. Report that it is running first.` }
  return report
}

type RunState = 'running' | 'waiting' | 'passed' | 'failed'

/** The state of a run, by its stages. */
export function stateOf(stages: readonly Pick<Stage, 'status'>[]): RunState {
  if (stages.some(({ status }) => status === 'failed')) return 'failed'
  if (stages.some(({ status }) => status === 'waiting')) return 'waiting'
  return stages.every(({ status }) => done(status)) ? 'passed' : 'running'
}

interface Evidence {
  evalRunId?: string
  rolloutId?: string
}

/** The field of the evidence that a stage still needs to pass; null: nothing is missing. A link alone proves nothing. */
export function lacking(name: StageName, evidence: Evidence | null): { field: string; detail: string } | null {
  if (name === 'evaluation' && !evidence?.evalRunId)
    return {
      field: 'evalRunId',
      detail: 'The stage evaluation passes with an eval run of this release whose verdict is pass.',
    }
  if (name === 'shadow' && !evidence?.rolloutId && !evidence?.evalRunId)
    return {
      field: 'rolloutId',
      detail:
        'The stage shadow passes with a rollout of this release whose shadow has passed, or with an eval run of it whose verdict is pass.',
    }
  return null
}
