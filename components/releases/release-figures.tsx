import { Figure, Figures } from '#components/kit/figures.tsx'
import { When } from '#components/kit/when.tsx'
import type { releaseUseContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { scoreText } from './columns.tsx'

type FiguresOf = NonNullable<Answer<typeof releaseUseContract>['figures']>

interface Props {
  release: ReleaseItem
  use: Answer<typeof releaseUseContract> | undefined
}

/** The figures of a release. Each leads to the traces behind it. */
export function ReleaseFigures({ release: { slug, agent }, use }: Props) {
  const figures = use?.figures
  const query = new URLSearchParams({ agent, release: slug, range: '30d' })
  const traces = `/traces?${query}`
  const shown = <T,>(text: T) => (use === undefined ? undefined : text)
  return (
    <Figures label="The last 30 days">
      <Figure
        label="requests"
        value={shown(figures ? formatCompact(figures.requests) : '–')}
        note={
          use?.lastAt ? (
            <>
              last <When at={use.lastAt} />
            </>
          ) : use ? (
            'no trace names it'
          ) : null
        }
        {...(figures ? { href: traces } : {})}
      />
      <Figure
        label="errors"
        value={shown(formatPercent(figures?.errorRate))}
        {...(figures ? { href: `${traces}&status=error` } : {})}
      />
      <Figure
        label="quality"
        value={shown(scoreText(figures?.scoreMean))}
        note={figures && figures.scores > 0 ? scoredText(figures) : 'not scored'}
        {...(figures?.scores ? { href: `/quality?${query}` } : {})}
      />
      <Figure
        label="cost per request"
        value={shown(formatUsd(figures?.costPerRequest))}
        {...(figures ? { href: `/costs?${query}` } : {})}
      />
      <Figure label="latency p95" value={shown(formatDuration(figures?.latencyP95Ms))} />
      <Figure
        label="incidents"
        value={shown(formatCount(use?.incidents))}
        note="of its agent, while traces named this release"
        {...(use?.incidents ? { href: '/incidents?state=all' } : {})}
      />
    </Figures>
  )
}

/** `helpful, 84 scores on 12.3 % of traces`: a mean over few is seen to be one. */
const scoredText = ({ scoreName, scores, scoredShare }: FiguresOf) =>
  `${scoreName}, ${plural(scores, 'score')}${scoredShare === null ? '' : ` on ${formatPercent(scoredShare)} of traces`}`
