import type { CheckItem } from './schemas.ts'

const verdicts = { pass: 'passes', fail: 'fails', lacks_evidence: 'lacks evidence' } as const
const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3))
/** Text that somebody wrote must not be read as markup. */
const plain = (text: string) => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')

/** A check for a pull request. */
export function checkMarkdown(of: CheckItem): string {
  const k = of.k === null ? 'k' : String(of.k)
  return `${[
    `### RAG pipeline ${plain(of.pipeline)} ${verdicts[of.verdict]}`,
    '',
    '| check | result | why |',
    '|---|---|---|',
    ...of.checks.map(({ name, result, message }) => `| ${name} | ${verdicts[result]} | ${plain(message)} |`),
    '',
    `Over ${of.queries} queries: recall@${k} ${figure(of.recall)}, precision@${k} ${figure(of.precision)}, MRR ${figure(of.mrr)}, nDCG@${k} ${figure(of.ndcg)}, hit rate ${figure(of.hitRate)}.`,
  ].join('\n')}\n`
}
