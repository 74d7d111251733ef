import { plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import type { IncidentItem } from './schemas.ts'

interface Account {
  incident: IncidentItem
  items: readonly TimelineItem[]
  /** Sources of which something is missing. */
  cut: readonly string[]
  now: Date
}

/** Text from agents and people must not become headings or links, or break the table. */
const plain = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .trim()

const minute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 19)}`

/** The incident as a draft to be completed: it contains what is known, and asks what people have to think about. */
export function postMortem({ incident, items, cut, now }: Account): string {
  const { title, summary, resolvedAt } = incident
  return [
    `# ${plain(title)}`,
    ...facts(incident, now),
    '## Summary',
    summary ?? '_Not resolved yet._',
    '## Why it was opened',
    plain(items.find(({ id }) => id === 'incident:1')?.detail ?? '–'),
    '## Timeline (UTC)',
    table(items),
    ...(cut.length > 0 ? [`_Only the newest of: ${cut.join(', ')}._`] : []),
    '## What was done',
    done(items),
    ...(resolvedAt === null
      ? []
      : ['## What we learned', '- What went well?', '- What did not?', '- Where were we lucky?']),
    '## What follows',
    '- [ ] …',
    '',
  ].join('\n\n')
}

function facts(incident: IncidentItem, now: Date): string[] {
  const { severity, cause, agent, tool, environment, openedAt, acknowledgedAt, acknowledgedBy } = incident
  const since = (at: string) => formatDuration(Date.parse(at) - Date.parse(openedAt))
  const end = incident.resolvedAt
  const lines: [string, string | null][] = [
    ['Severity', severity],
    ['Cause', cause],
    ['Agent', agent],
    ['Tool', tool],
    ['Environment', environment],
    ['Opened', `${minute(openedAt)} by ${incident.openedBy}`],
    [
      'Acknowledged',
      acknowledgedAt && `${minute(acknowledgedAt)} by ${acknowledgedBy}, after ${since(acknowledgedAt)}`,
    ],
    ['Resolved', end && `${minute(end)} by ${incident.resolvedBy}, after ${since(end)}`],
    ['Open for', end ? null : since(now.toISOString())],
  ]
  const known = lines.filter((line): line is [string, string] => Boolean(line[1]))
  return [['| | |', '|---|---|', ...known.map(([name, text]) => `| ${name} | ${plain(text)} |`)].join('\n')]
}

const table = (items: readonly TimelineItem[]) =>
  [
    '| Time | What | Detail |',
    '|---|---|---|',
    ...items.map(({ at, title, detail }) => `| ${minute(at)} | ${plain(title)} | ${plain(detail ?? '')} |`),
  ].join('\n')

function done(items: readonly TimelineItem[]): string {
  const steps = items.filter(({ source, state }) => source === 'runbooks' && state === 'done')
  if (steps.length === 0) return '_No step of a runbook was ticked._'
  const lines = steps.map(({ at, title, detail }) => `- ${minute(at)} ${plain(title)}: ${plain(detail ?? '')}`)
  return [`${plural(steps.length, 'step')} of runbooks:`, '', ...lines].join('\n')
}
