'use client'

import { NativeSelect } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { Part, Skeleton } from '#components/kit/blocks.tsx'
import { ComparisonTable } from '#components/kit/comparison-table.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { compareReleasesContract, listReleasesContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseChange } from '#lib/domain/releases/rules.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { scoreText } from './columns.tsx'
import { PromptWords } from './prompt-words.tsx'
import styles from './releases.module.css'
import { useServing } from './use-serving.ts'

const kinds = {
  none: 'Both are the same.',
  prompts: 'Only prompts differ.',
  agent: 'More than prompts differs: it is rolled out as a change of the agent.',
}

/** The differences from another release. It begins with the one that serves, or the one before. */
export function CompareReleases({ release: { slug, agent, registeredAt } }: { release: ReleaseItem }) {
  const [picked, pick] = useQueryState('with', parseAsString.withOptions({ history: 'replace' }))
  const all = useContract(listReleasesContract, { query: { agent, limit: 200 } })
  const { allocations } = useServing()
  const others = (all.data?.items ?? []).filter(one => one.slug !== slug)
  const serving = allocations?.find(one => one.agent === agent && one.baseline !== slug)?.baseline
  const before = others.find(one => one.registeredAt < registeredAt)?.slug
  const other = picked ?? serving ?? before ?? others[0]?.slug ?? null
  if (all.data && others.length === 0)
    return (
      <Part title="What differs">
        <p className="hp-muted">There is no other release of this agent yet.</p>
      </Part>
    )
  return (
    <Part
      title="What differs"
      end={
        <span className={styles.compare}>
          <span className="hp-muted">from</span>
          <NativeSelect
            size="xs"
            aria-label="Compare with"
            data={others.map(one => one.slug)}
            value={other ?? ''}
            onChange={event => void pick(event.currentTarget.value)}
          />
        </span>
      }
    >
      {other === null ? <Skeleton rows={3} /> : <Changes slug={slug} other={other} />}
    </Part>
  )
}

function Changes({ slug, other }: { slug: string; other: string }) {
  const input = { params: { slug }, query: { with: other } }
  const { data, error, refetch } = useContract(compareReleasesContract, input)
  if (error)
    return <Failure what="The two releases could not be compared." error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton rows={3} />
  const kept = data.before.promptsKept.filter(name => data.after.promptsKept.includes(name))
  return (
    <>
      <p className="hp-muted">{kinds[data.kind]}</p>
      <dl className={styles.contents}>
        {data.changes.map(change => (
          <Change key={change.path} change={change} kept={kept} />
        ))}
      </dl>
      <ComparisonTable
        title="Figures side by side"
        note="the last 30 days"
        subjects={[data.before, data.after].map(each => ({ id: each.slug, name: each.slug }))}
        measures={measures.map(({ text, ...measure }) => ({
          ...measure,
          values: [data.before.figures, data.after.figures].map(figures => ({ text: figures && text(figures) })),
        }))}
      />
    </>
  )
}

type Figures = NonNullable<Answer<typeof compareReleasesContract>['after']['figures']>

const measures: readonly { id: string; label: string; text: (of: Figures) => string }[] = [
  { id: 'requests', label: 'requests', text: ({ requests }) => formatCount(requests) },
  { id: 'errors', label: 'errors', text: ({ errorRate }) => formatPercent(errorRate) },
  { id: 'quality', label: 'quality', text: ({ scoreMean }) => scoreText(scoreMean) },
  { id: 'scored', label: 'traces with that score', text: ({ scoredShare }) => formatPercent(scoredShare) },
  { id: 'cost', label: 'cost per request', text: ({ costPerRequest }) => formatUsd(costPerRequest) },
  { id: 'latency', label: 'latency p95', text: ({ latencyP95Ms }) => formatDuration(latencyP95Ms) },
]

interface ChangeProps {
  change: ReleaseChange
  /** The prompts of which both versions are stored here. */
  kept: readonly string[]
}

function Change({ change: { path, before, after }, kept }: ChangeProps) {
  const prompt = path.startsWith('prompts.') ? path.slice('prompts.'.length) : null
  return (
    <>
      <dt>
        <VisibleText text={path} />
      </dt>
      <dd className={styles.change}>
        <span>
          {before === null ? <span className="hp-muted">not there</span> : <VisibleText text={before} />} →{' '}
          {after === null ? <span className="hp-muted">not there</span> : <VisibleText text={after} />}
        </span>
        {prompt !== null && before !== null && after !== null ? (
          <PromptWords name={prompt} before={before} after={after} kept={kept.includes(prompt)} />
        ) : null}
      </dd>
    </>
  )
}
