import type { BreakerHistory, BreakerItem } from '#lib/domain/breakers/schemas.ts'
import { formatCount, formatPercent, plural } from '#lib/shared/numbers.ts'

/** What a breaker guards, as a name. */
export const scopeText = ({ agent, tool, environment }: BreakerItem['scope']): string =>
  [agent, tool].filter(Boolean).join(' × ') || (environment ?? '')

/** 50 %, 12.5 %. */
const share = (fraction: number) => formatPercent(fraction, (fraction * 100) % 1 === 0 ? 0 : 1)

type Level = BreakerItem['towards'][number]

const levelText = ({ rule, measured, threshold, calls }: Level): string => {
  if (rule === 'consecutive-failures') return `${formatCount(measured)} of ${formatCount(threshold)} in a row`
  if (rule === 'failures') return `${formatCount(measured)} of ${formatCount(threshold)} failures`
  const what = rule === 'failure-rate' ? 'failed' : 'slow'
  if (calls === 0) return `no calls yet of ${share(threshold)} ${what}`
  return `${share(measured)} of ${share(threshold)} ${what}, ${plural(calls ?? 0, 'call')}`
}

/** How close it is to its next change: its counts, its probes, or why it stays as it is. */
export function progressText({ state, towards, probes, reason }: BreakerItem): string {
  if (state === 'half_open' && probes)
    return `${formatCount(probes.results)} of ${plural(probes.needed, 'probe')} in, ${formatCount(probes.running)} running`
  if (state === 'closed' || state === 'metrics_only') return towards.map(levelText).join(' · ')
  return reason ?? ''
}

/** How close the nearest limit is, from 0 to 1, for the order of the list. */
export const nearness = ({ towards }: BreakerItem): number =>
  Math.max(0, ...towards.map(({ measured, threshold }) => Math.min(1, measured / threshold)))

type Settings = BreakerHistory['settings']

const duration = (seconds: number): string =>
  seconds >= 3_600 && seconds % 3_600 === 0
    ? `${seconds / 3_600} h`
    : seconds >= 120 && seconds % 60 === 0
      ? `${seconds / 60} min`
      : `${seconds} s`

function windowText({
  kind,
  size,
  minimumCalls,
  failures,
  failureRate,
  slowRate,
  slowMs,
}: NonNullable<Settings['window']>) {
  const limits = [
    failures === null ? null : plural(failures, 'failure'),
    failureRate === null ? null : `${share(failureRate)} failed`,
    slowRate === null ? null : `${share(slowRate)} slower than ${formatCount(slowMs)} ms`,
  ]
  const over = kind === 'count' ? `the last ${plural(size, 'call')}` : duration(size)
  return `${limits.filter(Boolean).join(' or ')} in ${over}, from ${plural(minimumCalls, 'call')} on`
}

/** The settings, one line each. */
export function settingLines(settings: Settings, fallback: string | null): [name: string, words: string][] {
  const { consecutiveFailures, window, openSeconds, halfOpenPermits, probeSeconds, halfOpenSeconds, backoff } = settings
  const trips = [
    consecutiveFailures === null ? null : `${plural(consecutiveFailures, 'failure')} in a row`,
    window ? windowText(window) : null,
  ]
  const longer = backoff ? `, ${backoff.factor} times as long each time, at most ${duration(backoff.maxSeconds)}` : ''
  const until = halfOpenSeconds === null ? '' : `, for at most ${duration(halfOpenSeconds)}`
  return [
    ['opens at', trips.filter(Boolean).join(', or ')],
    ['stays open', `${duration(openSeconds)}${longer}`],
    ['half open', `${plural(halfOpenPermits, 'probe')} of at most ${duration(probeSeconds)}${until}`],
    ['fallback', fallback ?? 'none: steps are denied'],
  ]
}
