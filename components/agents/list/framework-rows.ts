import type { MetricsAnswer } from '#lib/domain/metrics/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'

type Cell = string | number | null

/** What each query asks for, in the order of its columns after the framework. */
export const frameworkMeasures = {
  whole: ['requests', 'errorRate', 'requestLatencyP50', 'requestLatencyP95', 'cost', 'costPerRequest'],
  runs: [
    'runs',
    'stepsPerRunP50',
    'stepsPerRunP95',
    'tokensPerRunP50',
    'tokensPerRunP95',
    'costPerRunP50',
    'costPerRunP95',
  ],
  tools: ['spans', 'errors'],
} as const

interface Answers {
  whole: Pick<MetricsAnswer, 'rows'>
  runs: Pick<MetricsAnswer, 'rows'>
  tools: Pick<MetricsAnswer, 'rows'>
  /** By framework, name and type of score: how many, and their mean. */
  scores: Pick<MetricsAnswer, 'rows'>
}

type Source = 'whole' | 'runs' | 'tools'
interface Line {
  id: string
  label: string
  from: Source
  /** Of the cells after the framework. */
  text: (cells: readonly Cell[]) => string
}

const number = (value: Cell | undefined) => (typeof value === 'number' ? value : null)
const money = (value: Cell | undefined) => formatUsd(typeof value === 'string' ? value : null)
const pair = (low: string, high: string) => `${low} · ${high}`

const lines: readonly Line[] = [
  { id: 'requests', label: 'requests', from: 'whole', text: ([requests]) => formatCount(number(requests)) },
  { id: 'errors', label: 'errors', from: 'whole', text: ([, rate]) => formatPercent(number(rate)) },
  {
    id: 'latency',
    label: 'latency p50 · p95',
    from: 'whole',
    text: ([, , p50, p95]) => pair(formatDuration(number(p50)), formatDuration(number(p95))),
  },
  { id: 'cost', label: 'cost', from: 'whole', text: cells => money(cells[4]) },
  { id: 'costPerRequest', label: 'cost per request', from: 'whole', text: cells => money(cells[5]) },
  { id: 'runs', label: 'runs', from: 'runs', text: ([runs]) => formatCount(number(runs)) },
  {
    id: 'steps',
    label: 'steps per run p50 · p95',
    from: 'runs',
    text: ([, p50, p95]) => pair(formatCount(number(p50)), formatCount(number(p95))),
  },
  {
    id: 'tokens',
    label: 'tokens per run p50 · p95',
    from: 'runs',
    text: cells => pair(formatCount(number(cells[3])), formatCount(number(cells[4]))),
  },
  {
    id: 'costPerRun',
    label: 'cost per run p50 · p95',
    from: 'runs',
    text: cells => pair(money(cells[5]), money(cells[6])),
  },
  { id: 'calls', label: 'tool calls', from: 'tools', text: ([calls]) => formatCount(number(calls)) },
  {
    id: 'success',
    label: 'tool calls that succeed',
    from: 'tools',
    text: ([calls, errors]) => formatPercent(number(calls) ? 1 - (number(errors) ?? 0) / (number(calls) ?? 1) : null),
  },
]

const mostScores = 3

/** Frameworks with most requests first, and one row a measure; scores are compared name by name. */
export function measureRows(answers: Answers, most: number) {
  const ranked = answers.whole.rows
    .filter(([name]) => typeof name === 'string')
    .sort((a, b) => (number(b[1]) ?? 0) - (number(a[1]) ?? 0))
    .map(([name]) => String(name))
  const names = ranked.slice(0, most)
  const cells = (from: Source, name: string) => answers[from].rows.find(([key]) => key === name)?.slice(1)
  const measures = lines.map(({ id, label, from, text }) => ({
    id,
    label,
    values: names.map(name => {
      const row = cells(from, name)
      return { text: row ? text(row) : null }
    }),
  }))
  return { names, left: ranked.length - names.length, measures: [...measures, ...scoreLines(answers.scores, names)] }
}

function scoreLines({ rows }: Answers['scores'], names: readonly string[]) {
  const counts = new Map<string, number>()
  for (const [framework, name, type, count] of rows)
    if (type !== 'categorical' && names.includes(String(framework)))
      counts.set(`${type} ${name}`, (counts.get(`${type} ${name}`) ?? 0) + Number(count))
  const chosen = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostScores)
  return chosen.map(([key]) => {
    const [type, score] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    return {
      id: `score ${key}`,
      label: type === 'boolean' ? `${score}: yes` : `${score}: mean`,
      values: names.map(framework => {
        const row = rows.find(each => each[0] === framework && each[1] === score && each[2] === type)
        const mean = number(row?.[4])
        return { text: mean === null ? null : type === 'boolean' ? formatPercent(mean) : formatCompact(mean) }
      }),
    }
  })
}
