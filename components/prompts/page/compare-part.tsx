'use client'

import { Button, NativeSelect } from '@mantine/core'
import Link from 'next/link'
import { parseAsInteger, useQueryState } from 'nuqs'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { comparePromptsContract } from '#lib/domain/prompts/contract.ts'
import { plainText } from '#lib/domain/prompts/rules.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'
import { comparisonStatuses } from '#lib/domain/prompts/statuses.ts'
import styles from '../prompts.module.css'
import { MoveLabel } from './move-label.tsx'
import { StageLabel } from './stage-label.tsx'

interface Props {
  name: string
  version: VersionItem
  versions: readonly VersionItem[]
  production: number | null
}

const average = (value: number | null | undefined) => (value == null ? '–' : value.toFixed(2))

/** Compares the opened version with production's, or with another one: verdict, figures, and the changed words. */
export function ComparePart({ name, version, versions, production }: Props) {
  const [chosen, choose] = useQueryState('against', parseAsInteger)
  const others = versions.filter(each => each.version !== version.version)
  const from = chosen ?? (production === version.version ? null : production) ?? others[0]?.version ?? null
  const earlier = versions.find(each => each.version === from)
  const query = from === null ? { to: version.version } : { from, to: version.version }
  const { data, error } = useContract(comparePromptsContract, { params: { name }, query }, { keepPrevious: true })
  const [first, ...rest] = data ? [...data.lacks, ...data.reasons] : []
  return (
    <section className={styles.part} aria-label="Comparison">
      <header className={styles.head}>
        <h3>Version {version.version} against</h3>
        <NativeSelect
          size="xs"
          aria-label="Version to compare with"
          value={from === null ? '' : String(from)}
          data={others.map(each => ({
            value: String(each.version),
            label: `v${each.version} ${each.labels.join(' ')}`,
          }))}
          onChange={event => void choose(Number(event.currentTarget.value))}
        />
        {data ? <Status of={comparisonStatuses} value={data.verdict} /> : null}
        <span className={styles.end}>
          {data ? <CopyButton text={data.markdown} label="Copy Markdown" /> : null}
          {data?.before && data.after ? (
            <Button
              component={Link}
              size="xs"
              variant="default"
              href={`/evals/${data.after.runId}?with=${data.before.runId}`}
            >
              Scenario by scenario
            </Button>
          ) : null}
          <MoveLabel name={name} version={version} />
          <StageLabel name={name} version={version} versions={versions} />
        </span>
      </header>
      {error ? <Failure what="The versions could not be compared." error={error} /> : null}
      {data && first ? (
        <p className={styles.sentence}>
          <strong>{first}</strong> {rest.join(' ')}
          {data.before || data.after
            ? ` The average went from ${average(data.before?.average)} to ${average(data.after?.average)} over ${data.pairs} paired scenarios.`
            : ''}
        </p>
      ) : null}
      {earlier ? <WordDiff before={plainText(earlier)} after={plainText(version)} /> : null}
    </section>
  )
}
