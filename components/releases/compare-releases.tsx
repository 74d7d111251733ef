'use client'

import { NativeSelect } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { Part, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { compareReleasesContract, listReleasesContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseChange } from '#lib/domain/releases/rules.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import { PromptWords } from './prompt-words.tsx'
import styles from './releases.module.css'
import { useServing } from './use-serving.ts'

const kinds = {
  none: 'Both are the same.',
  prompts: 'Only prompts differ.',
  agent: 'More than prompts differs: it is rolled out as a change of the agent.',
}

/** What differs from another release: at first from the one that serves, or the one before. */
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
  if (error) return <Failure what="The two could not be compared." error={error} retry={() => void refetch()} />
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
    </>
  )
}

interface ChangeProps {
  change: ReleaseChange
  /** Prompts of which both versions are kept here. */
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
