import { type Measure, measureInfo, measures } from '#lib/domain/metrics/measures.ts'
import { dimensions } from '#lib/domain/metrics/schemas.ts'
import { formatUsd, unknown } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'

interface SignalInfo {
  label: string
  unit: 'count' | 'seconds' | 'ratio'
  /** The dimensions that its values can be grouped by. */
  dimensions: readonly string[]
  /** Whether it counts what happened within the window. Otherwise it is a present state. */
  windowed: boolean
  description: string
}

const step = ['agent', 'environment', 'tool'] as const

/** Measures of alerts that the metrics API does not have. */
export const signals = {
  pendingApprovals: {
    label: 'Approvals that wait',
    ...{ unit: 'count', dimensions: step, windowed: false },
    description: 'Requests for approval that nobody has decided',
  },
  oldestPendingApproval: {
    label: 'Oldest approval that waits',
    ...{ unit: 'seconds', dimensions: step, windowed: false },
    description: 'Seconds since the oldest request that nobody has decided; null without any',
  },
  budgetUsed: {
    label: 'Budget used',
    ...{ unit: 'ratio', dimensions: ['budget'], windowed: false },
    description:
      'What is spent in the current period, as a share of the hard limit, or of the soft limit if it is the only one',
  },
  budgetForecast: {
    label: 'Budget used at the end of its period',
    ...{ unit: 'ratio', dimensions: ['budget'], windowed: false },
    description:
      'budgetUsed, projected to the end of the period at the mean rate so far; null in the first twentieth of the period',
  },
  ingestSilence: {
    label: 'Silence of ingestion',
    ...{ unit: 'seconds', dimensions: ['agent', 'environment'], windowed: false },
    description: 'Seconds since a trace last changed, in the last 7 days; null where there was none',
  },
  openBreakers: {
    label: 'Breakers that were open',
    ...{ unit: 'count', dimensions: ['breaker'], windowed: true },
    description: 'Breakers that were open at any time within the window',
  },
  guardrailFindings: {
    label: 'Guardrail findings',
    ...{ unit: 'count', dimensions: ['guardrail', ...step], windowed: true },
    description: 'Contents within the window that a guardrail did not let pass unchanged',
  },
  refusedPermits: {
    label: 'Denied steps',
    ...{ unit: 'count', dimensions: step, windowed: true },
    description: 'Permits within the window that were denied or sent to a fallback',
  },
  openIncidents: {
    label: 'Incidents that are open',
    ...{ unit: 'count', dimensions: ['agent', 'environment', 'cause'], windowed: false },
    description: 'Incidents that are not resolved',
  },
  failedDeliveries: {
    label: 'Deliveries that failed',
    ...{ unit: 'count', dimensions: ['channel'], windowed: true },
    description: 'Messages that could not be delivered to their channel, by the time of the last attempt',
  },
} as const satisfies Record<string, SignalInfo>

export type Signal = keyof typeof signals
export const signalNames = Object.keys(signals) as [Signal, ...Signal[]]
export const isSignal = (name: string): name is Signal => Object.hasOwn(signals, name)

export type AlertMeasure = Measure | Signal
export const alertMeasures = [...measures, ...signalNames] as [AlertMeasure, ...AlertMeasure[]]
export const signalInfo = (name: Signal): SignalInfo => signals[name]

/** Everything that a rule may group or filter by. Each measure has some of these. */
export const alertDimensions = [
  ...new Set<string>([
    ...dimensions.filter(name => name !== 'scoreValue'),
    ...signalNames.flatMap(name => [...signals[name].dimensions]),
  ]),
] as [string, ...string[]]

type AlertUnit = 'count' | 'tokens' | 'usd' | 'ms' | 'ratio' | 'score' | 'seconds'
export const unitOf = (name: AlertMeasure): AlertUnit => (isSignal(name) ? signals[name].unit : measureInfo(name).unit)

/** Whether it is read over the window. Other measures are present states. */
export const countsWindow = (name: AlertMeasure): boolean => !isSignal(name) || signals[name].windowed

/** The value if nothing was measured: a count of nothing is 0, anything else is unknown. */
export const emptyOf = (name: AlertMeasure): 0 | null =>
  isSignal(name) ? (signals[name].unit === 'count' ? 0 : null) : measureInfo(name).empty

/** A measure as people read it: errorRate is "Error rate". */
export function measureLabel(name: AlertMeasure): string {
  if (isSignal(name)) return signals[name].label
  const words = name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.replace(/ p(\d\d)$/, ', p$1')
}

/** A length of time in the largest unit in which it is a whole number: "10 min". */
export function spanText(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? '1 day' : `${seconds / 86_400} days`
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** A value with its unit; an unknown one is a dash. */
export function unitText(unit: AlertUnit, value: number | null): string {
  if (value === null) return unknown
  switch (unit) {
    case 'ratio':
      return formatPercent(value)
    case 'usd':
      return formatUsd(value.toFixed(9))
    case 'ms':
      return formatDuration(value)
    case 'seconds':
      return formatDuration(value * 1000)
    case 'score':
      return formatCompact(value)
    default:
      return Number.isInteger(value) ? formatCount(value) : formatCompact(value)
  }
}

export const valueText = (name: AlertMeasure, value: number | null): string => unitText(unitOf(name), value)

/** The condition of a rule: "above 5.0 %". */
export function conditionText(
  name: AlertMeasure,
  {
    above,
    below,
    changeAbove,
  }: { above?: number | undefined; below?: number | undefined; changeAbove?: number | undefined },
): string {
  if (above !== undefined) return `above ${valueText(name, above)}`
  if (below !== undefined) return `below ${valueText(name, below)}`
  const change = changeAbove ?? 0
  return `${formatPercent(Math.abs(change), 0)} ${change < 0 ? 'less' : 'more'} than in the window before`
}

/** The group that a value belongs to: "desk, production". Empty if the rule has only one group. */
export const groupText = (labels: Readonly<Record<string, string | null>>): string =>
  Object.entries(labels)
    .map(([name, value]) => value ?? `no ${name}`)
    .join(', ')

const causes: [RegExp, string][] = [
  [/^errorRate|^requestErrors|^errors$/, 'failing-agent'],
  [/cost/i, 'cost-spike'],
  [/^budget/, 'cost-spike'],
  [/atency/, 'slow-agent'],
  [/^score/, 'quality-drop'],
  [/^stepsPerRun|^tokensPerRun|^refusedPermits/, 'looping-agent'],
  [/^openBreakers/, 'tool-outage'],
  [/^guardrailFindings/, 'safety'],
]

/** The cause that an alert of this measure suggests, by the words that runbooks are matched by. */
export const causeOf = (name: AlertMeasure): string => causes.find(([pattern]) => pattern.test(name))?.[1] ?? 'alert'
