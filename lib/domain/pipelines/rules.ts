export const stageNames = ['unit', 'integration', 'evaluation', 'shadow', 'production'] as const
export type StageName = (typeof stageNames)[number]

export const stageStatuses = ['queued', 'running', 'waiting', 'passed', 'failed', 'skipped'] as const
export type StageStatus = (typeof stageStatuses)[number]

export const events = ['push', 'pull_request'] as const

/** A pull request is tested; what is on the main branch goes all the way. */
export const stagesOf = (event: (typeof events)[number]): readonly StageName[] =>
  event === 'pull_request' ? stageNames.slice(0, 2) : stageNames

/** Stages that cost money and say something of the release alone: their pass counts for the same contents elsewhere. */
export const reusable: readonly StageName[] = ['evaluation', 'shadow']

export interface Stage {
  name: StageName
  status: StageStatus
}

/** What a client may report. `waiting` follows by itself. */
export type Report = 'running' | 'passed' | 'failed' | 'skipped'

interface StageFault {
  type: 'stage-order' | 'stage-ended' | 'stage-waiting' | 'stage-not-started'
  detail: string
}

const done = (status: StageStatus) => status === 'passed' || status === 'skipped'

/**
 * What a report makes of a stage, or why it may not be. Stages follow one another; a failed one may begin again; the
 * production stage waits for a person before it begins, and is never skipped.
 */
export function follow(stages: readonly Stage[], name: StageName, report: Report): StageStatus | StageFault {
  const at = stages.findIndex(stage => stage.name === name)
  const status = stages[at]?.status
  if (status === undefined) return { type: 'stage-order', detail: `This run has no stage ${name}.` }
  if (status === report) return status
  const open = stages.slice(0, at).find(stage => !done(stage.status))
  if (open) return { type: 'stage-order', detail: `${open.name} has not passed yet: it is ${open.status}.` }
  if (done(status)) return { type: 'stage-ended', detail: `${name} has ${status}.` }
  // Told again that it begins: it still waits.
  if (status === 'waiting' && report === 'running') return 'waiting'
  if (status === 'waiting') return { type: 'stage-waiting', detail: `${name} waits for a person to approve it.` }
  if (report === 'running') return name === 'production' ? 'waiting' : 'running'
  if (report === 'skipped')
    return name === 'production' ? { type: 'stage-order', detail: 'production is never skipped.' } : 'skipped'
  if (status !== 'running')
    return { type: 'stage-not-started', detail: `${name} is ${status}; report that it is running first.` }
  return report
}

type RunState = 'running' | 'waiting' | 'passed' | 'failed'

/** What the stages of a run come to. */
export function stateOf(stages: readonly Pick<Stage, 'status'>[]): RunState {
  if (stages.some(({ status }) => status === 'failed')) return 'failed'
  if (stages.some(({ status }) => status === 'waiting')) return 'waiting'
  return stages.every(({ status }) => done(status)) ? 'passed' : 'running'
}

interface Evidence {
  evalRunId?: string
  rolloutId?: string
}

/** What a stage must show before it passes, below the evidence; null: nothing is missing. An address alone proves nothing. */
export function lacking(name: StageName, evidence: Evidence | null): { field: string; detail: string } | null {
  if (name === 'evaluation' && !evidence?.evalRunId)
    return { field: 'evalRunId', detail: 'evaluation passes with an eval run whose verdict is pass.' }
  if (name === 'shadow' && !evidence?.rolloutId && !evidence?.evalRunId)
    return {
      field: 'rolloutId',
      detail:
        'shadow passes with a rollout of this release whose shadow has passed, or with an eval run whose verdict is pass.',
    }
  return null
}
