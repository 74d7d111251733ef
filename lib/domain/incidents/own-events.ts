import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { look, type StatusLook } from '#lib/shared/status-tone.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import { isSeverity } from './rules.ts'

const looks: Record<string, StatusLook> = {
  open: look('critical', 'octagon', 'opened'),
  acknowledged: look('running', 'ring', 'acknowledged'),
  resolved: look('ok', 'check', 'resolved'),
}

/** Changes of the incident itself, and what was added to it. */
export async function ownEvents({ db, projectId }: Context, incidentId: string): Promise<TimelineItem[]> {
  const [transitions, steps, entries] = await Promise.all([
    db.prisma.stateTransition.findMany({ where: { projectId, machine: 'incident', objectId: incidentId } }),
    db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'incident-step', objectId: { startsWith: `${incidentId}/` } },
    }),
    db.prisma.incidentEntry.findMany({ where: { projectId, incidentId }, orderBy: { id: 'asc' } }),
  ])
  const changes = transitions.map(({ revision, at, fromState, toState, rule, message, actorLabel, evidence }) => {
    const own = looks[toState] ?? look('neutral', 'dash', toState)
    const isRaised = rule === 'severity-raised'
    const isRevised = fromState === toState && !isRaised
    const { tone, shape, label } = isRaised
      ? look('warning', 'triangle', 'made worse')
      : isRevised
        ? look('neutral', 'dash', 'revised')
        : own
    return {
      ...{ id: `incident:${revision}`, at: toRfc3339(at), source: 'incident', tone, shape, state: label, href: null },
      title: isRaised ? `It is ${severityIn(evidence)} now` : isRevised ? message : titleOf(toState, actorLabel, rule),
      detail: isRevised || toState === 'acknowledged' ? null : message,
      markdown: toState === 'resolved',
      alike: null,
    }
  })
  // The opening already says what it was opened for.
  const added = entries.slice(entries[0]?.kind === 'signal' ? 1 : 0).map(entry => ({
    ...{ id: `entry:${entry.id}`, at: toRfc3339(entry.at), href: null, detail: entry.text, alike: null },
    ...(entry.kind === 'note'
      ? { source: 'notes', ...shown('neutral', 'dash', 'noted'), title: `${entry.actorLabel} wrote`, markdown: true }
      : {
          ...{ source: 'signals', ...shown('warning', 'triangle', 'seen again'), markdown: false },
          title: `The ${entry.sourceKind ?? 'rule'} ${entry.sourceId ?? ''} reported it again`,
        }),
  }))
  return [...changes, ...steps.map(stepEvent), ...added]
}

const shown = (tone: StatusLook['tone'], shape: StatusLook['shape'], state: string) => ({ tone, shape, state })

function titleOf(state: string, who: string, rule: string): string {
  if (state === 'open') return rule === 'person' ? `${who} opened the incident` : `The ${rule} opened the incident`
  return state === 'acknowledged' ? `${who} works on it` : `${who} resolved it`
}

function severityIn(evidence: unknown): string {
  const { severity } = (evidence ?? {}) as { severity?: unknown }
  return isSeverity(severity) ? severity : 'worse'
}

const stepLooks: Record<string, StatusLook> = {
  running: look('running', 'ring', 'began'),
  waiting: look('waiting', 'hourglass', 'asked for'),
  done: look('ok', 'check', 'done'),
  skipped: look('neutral', 'dash', 'skipped'),
  failed: look('critical', 'cross', 'failed'),
  todo: look('neutral', 'dash', 'reopened'),
}

/** A step of a runbook. Its evidence has the runbook and the number of the step. */
function stepEvent({ objectId, revision, at, toState, actorLabel, message, evidence }: Prisma.StateTransitionModel) {
  const { runbook, n, approvalId } = evidence as { runbook: string; n: number; approvalId: string | null }
  const { tone, shape, label } = stepLooks[toState] ?? look('neutral', 'dash', toState)
  return {
    ...{ id: `step:${objectId}/${revision}`, at: toRfc3339(at), source: 'runbooks', tone, shape, state: label },
    ...{ title: `${actorLabel}: step ${n} of ${runbook}`, detail: message, markdown: true },
    href: approvalId === null ? null : `/approvals?id=${encodeURIComponent(approvalId)}`,
    // A step that failed or waits for a person must not be folded away.
    alike:
      toState === 'failed' || toState === 'waiting' ? null : { words: `changes to steps of ${runbook}`, value: null },
  }
}
