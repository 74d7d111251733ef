import type { Comparison } from './schemas.ts'

const words = { pass: 'passes', fail: 'fails', inconclusive: 'is inconclusive' } as const
const figure = (value: number | null | undefined) => (value == null ? '–' : value.toFixed(3))
const signed = (value: number | null) =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
/** Escapes what people wrote, so that none of it is read as Markdown. */
const plain = (text: string) => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')

/** The comparison as a comment for a pull request: verdict, figures, the scenarios that lost most, and the changed lines. */
export function comparisonMarkdown(of: Omit<Comparison, 'markdown'>, diff: string[]): string {
  const { name, from, to, before, after, delta, interval, worst } = of
  const within = interval ? ` (95 %: ${signed(interval[0])} to ${signed(interval[1])})` : ''
  // The fence is longer than any run of backticks in the text, so that the text cannot end the code block.
  const fence = '`'.repeat(Math.max(3, ...diff.flatMap(line => line.match(/`+/g) ?? []).map(run => run.length + 1)))
  return `${[
    `### ${plain(name)} v${to} ${words[of.verdict]}`,
    '',
    ...[...of.lacks, ...of.reasons].map(reason => `- ${plain(reason)}`),
    '',
    `| | ${from === null ? 'before' : `v${from}`} | v${to} | change |`,
    '|---|---:|---:|---:|',
    `| **average of ${plain(of.suite ?? 'no suite')}** | ${figure(before?.average)} | ${figure(after?.average)} | ${signed(delta)}${within} |`,
    `| scenarios in both | | ${of.pairs} | |`,
    ...(worst.length === 0 ? [] : ['', 'What got worst:', '']),
    ...worst.slice(0, 5).map(each => `- ${plain(each.scenario)}: ${figure(each.before)} → ${figure(each.after)}`),
    ...(of.lint.length === 0
      ? []
      : ['', 'Lint:', '', ...of.lint.map(each => `- ${each.severity}: ${plain(each.message)}`)]),
    ...(diff.length === 0 ? [] : ['', `${fence}diff`, ...diff, fence]),
  ].join('\n')}\n`
}
