import { declare } from '#lib/platform/declared.ts'
import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { work as access } from './access/jobs.ts'
import { work as alerts } from './alerts/jobs.ts'
import { readiness as alertsReadiness } from './alerts/readiness.ts'
import { timeline as alertsTimeline } from './alerts/timeline.ts'
import { work as approvals } from './approvals/jobs.ts'
import { needs as approvalNeeds } from './approvals/needs.ts'
import { stops as approvalStops } from './approvals/stops.ts'
import { timeline as approvalsTimeline } from './approvals/timeline.ts'
import { timeline as auditTimeline } from './audit/timeline.ts'
import { needs as breakerNeeds } from './breakers/needs.ts'
import { timeline as breakersTimeline } from './breakers/timeline.ts'
import { work as channels } from './channels/jobs.ts'
import { work as demo } from './demo/jobs.ts'
import { work as evals } from './evals/jobs.ts'
import { needs as evalNeeds } from './evals/needs.ts'
import { readiness as evalsReadiness } from './evals/readiness.ts'
import { timeline as guardrailsTimeline } from './guardrails/timeline.ts'
import { needs as incidentNeeds } from './incidents/needs.ts'
import { permissions, topics } from './list.ts'
import { timeline as metricsTimeline } from './metrics/timeline.ts'
import { work as onCall } from './on-call/jobs.ts'
import { claimCheck as permitsClaimCheck } from './permits/claim-check.ts'
import { work as permits } from './permits/jobs.ts'
import { readiness as permitsReadiness } from './permits/readiness.ts'
import { timeline as permitsTimeline } from './permits/timeline.ts'
import { work as pipelines } from './pipelines/jobs.ts'
import { work as projects } from './projects/jobs.ts'
import { work as prompts } from './prompts/jobs.ts'
import { work as rag } from './rag/jobs.ts'
import { timeline as releasesTimeline } from './releases/timeline.ts'
import { work as review } from './review/jobs.ts'
import { work as rollouts } from './rollouts/jobs.ts'
import { needs as rolloutNeeds } from './rollouts/needs.ts'
import { readiness as rolloutsReadiness } from './rollouts/readiness.ts'
import { timeline as rolloutsTimeline } from './rollouts/timeline.ts'
import { work as runbooks } from './runbooks/jobs.ts'
import { readiness as runbooksReadiness } from './runbooks/readiness.ts'
import { work as scoringRules } from './scoring-rules/jobs.ts'
import { readiness as shadowReadiness } from './shadow/readiness.ts'
import { work as slos } from './slos/jobs.ts'
import { timeline as slosTimeline } from './slos/timeline.ts'
import { work as traces } from './traces/jobs.ts'
import { timeline as tracesTimeline } from './traces/timeline.ts'

/** What the domains do by themselves: at the start, on a schedule, again and again. In the order of the start. */
export const domainWork: readonly DomainWork[] = [
  access,
  projects,
  traces,
  approvals,
  permits,
  slos,
  rollouts,
  demo,
  review,
  channels,
  onCall,
  runbooks,
  prompts,
  rag,
  alerts,
  evals,
  scoringRules,
  pipelines,
]

/** What happened, as timelines tell it. */
const timelines = [
  breakersTimeline,
  permitsTimeline,
  approvalsTimeline,
  guardrailsTimeline,
  alertsTimeline,
  slosTimeline,
  rolloutsTimeline,
  releasesTimeline,
  metricsTimeline,
  tracesTimeline,
  auditTimeline,
]

/** What is measured for the checklist. */
const readiness = [
  evalsReadiness,
  shadowReadiness,
  permitsReadiness,
  alertsReadiness,
  rolloutsReadiness,
  runbooksReadiness,
]

/** Makes the permissions and topics of all domains known to the layers under them; before any verb runs. */
export const declareDomains = (): void =>
  declare({
    permissions,
    topics,
    needs: [approvalNeeds, breakerNeeds, evalNeeds, incidentNeeds, rolloutNeeds],
    timelines,
    readiness,
    stops: [approvalStops],
    claimChecks: [permitsClaimCheck],
  })
