import { whatDecides } from './verdicts/rules.ts'
import type { Verdict } from './verdicts/schemas.ts'

const words = { pass: 'passes', fail: 'fails', inconclusive: 'is inconclusive' } as const
const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const signed = (value: number | null) =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
/** Names from agents and files must not be read as markup. */
const plain = (text: string) => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')

/** The verdict for a pull request: before and after, criterion by criterion, and what got worst. */
export function verdictMarkdown(of: Omit<Verdict, 'markdown'>): string {
  const interval = of.interval ? ` (95 %: ${signed(of.interval[0])} to ${signed(of.interval[1])})` : ''
  const lines = [
    `### ${plain(of.suite)} v${of.suiteVersion} ${words[of.verdict]}`,
    '',
    ...[...of.lacks, ...of.reasons].map(reason => `- ${plain(reason)}`),
    ...[whatDecides(of)].filter(Boolean).map(sentence => `- ${sentence}`),
    '',
    '| | before | now | change |',
    '|---|---:|---:|---:|',
    `| **average** | ${figure(of.baselineAverage)} | ${figure(of.average)} | ${signed(of.delta)}${interval} |`,
    ...of.criteria.map(({ name, average, baseline }) => {
      const change = average === null || baseline === null ? null : average - baseline
      return `| ${plain(name)} | ${figure(baseline)} | ${figure(average)} | ${signed(change)} |`
    }),
    `| cost per scenario, USD | ${of.cost.baselinePerScenarioUsd ?? '–'} | ${of.cost.perScenarioUsd ?? '–'} | |`,
    `| mean duration, ms | ${milliseconds(of.latency.baselineMeanMs)} | ${milliseconds(of.latency.meanMs)} | |`,
    ...worst(of),
  ]
  return `${lines.join('\n')}\n`
}

const milliseconds = (value: number | null) => (value === null ? '–' : String(Math.round(value)))

/** What got worst against the baseline or, without one, what is below the threshold. */
function worst({ worst: all, flaky, threshold, baselineRunId }: Omit<Verdict, 'markdown'>): string[] {
  const worse = all.filter(({ delta }) => delta !== null && delta < 0).slice(0, 5)
  const low = baselineRunId === null ? all.filter(({ score }) => score !== null && score < threshold).slice(0, 5) : []
  const names = flaky.map(({ scenario, passed, repeats }) => `${plain(scenario)} (${passed} of ${repeats})`)
  return [
    ...(worse.length === 0 ? [] : ['', 'What got worst:', '']),
    ...worse.map(({ scenario, baseline, score, delta }) => {
      return `- ${plain(scenario)}: ${figure(baseline)} → ${figure(score)} (${signed(delta)})`
    }),
    ...(low.length === 0 ? [] : ['', `The lowest, below ${figure(threshold)}:`, '']),
    ...low.map(({ scenario, score }) => `- ${plain(scenario)}: ${figure(score)}`),
    ...(names.length === 0 ? [] : ['', `Flaky: ${names.slice(0, 10).join(', ')}`]),
  ]
}
