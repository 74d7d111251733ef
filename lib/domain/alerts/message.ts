import type { Message } from '#lib/domain/channels/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { conditionText, countsWindow, groupText, measureLabel, spanText, valueText } from './measures.ts'
import type { AlertFields, Labels } from './schemas.ts'
import { tracesPath } from './traces-path.ts'

export interface Rule extends AlertFields {
  slug: string
  revision: number
}

interface Told {
  labels: Labels
  value: number | null
}

/** How many groups a message names one by one, and for how many it links to traces. */
const [mostLines, mostLinks] = [20, 5]

const rulePath = (slug: string): string => `/alerts/rules/${encodeURIComponent(slug)}`
export const ruleKey = (slug: string): string => `alert/${slug}`

/** The condition of a rule in a few words: "Error rate above 5.0 %". */
export const ruleText = ({ measure, condition }: AlertFields): string =>
  `${measureLabel(measure)} ${conditionText(measure, condition)}`

/** One group in a sentence: "desk: 12.3 %". */
export function valueLine({ measure }: AlertFields, { labels, value }: Told): string {
  const whose = groupText(labels)
  return `${whose ? `${whose}: ` : ''}${value === null ? 'no data' : valueText(measure, value)}`
}

/** The message to channels about groups of a rule. */
export function messageOf(
  rule: Rule,
  groups: readonly Told[],
  { state, key, at }: { state: 'firing' | 'reminder' | 'resolved'; key: string; at: Date },
): Message {
  const [only] = groups.length === 1 ? groups : []
  const whose = only ? groupText(only.labels) : plural(groups.length, 'group')
  const over = countsWindow(rule.measure) ? `Over ${spanText(rule.window)} until` : 'At'
  const left = groups.length - mostLines
  const text = [
    ...(state === 'resolved' ? ['It is over.'] : []),
    ...groups.slice(0, mostLines).map(group => valueLine(rule, group)),
    ...(left > 0 ? [`and ${left} more`] : []),
    `${over} ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    ...(rule.description ? [rule.description] : []),
  ]
  return {
    type: state === 'resolved' ? 'alert.resolved' : 'alert.firing',
    title: `${state === 'reminder' ? 'Still: ' : ''}${ruleText(rule)}${whose ? `: ${whose}` : ''}`,
    text: text.join('\n'),
    severity: rule.severity,
    state: state === 'resolved' ? 'resolved' : 'open',
    ...{ key, path: rulePath(rule.slug), at: toRfc3339(at) },
    links: groups.slice(0, mostLinks).map(({ labels }) => ({
      text: `Traces${groupText(labels) ? ` of ${groupText(labels)}` : ''}`,
      path: tracesPath(rule, labels, at),
    })),
  }
}
