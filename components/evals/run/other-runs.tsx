import { NativeSelect } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listRunsContract } from '#lib/domain/evals/runs/contract.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import { scoreText } from '../columns.tsx'
import styles from '../evals.module.css'

/** A comparison has at most five runs: this many beside the present one. */
const most = 4

const nameOf = ({ release, commit, startedAt, average }: RunItem) =>
  `${release ?? commit?.slice(0, 9) ?? startedAt.slice(0, 16).replace('T', ' ')} (${scoreText(average)})`

/** The runs to compare with: the baseline, unless others are chosen. */
export function OtherRuns({ run, compared }: { run: RunItem; compared: readonly string[] }) {
  const [, setWith] = useQueryState('with', parseAsString.withOptions({ history: 'push' }))
  const { data } = useContract(listRunsContract, { query: { suite: run.suite, limit: 50 } })
  const all = data?.items ?? []
  const left = all.filter(({ id }) => id !== run.id && !compared.includes(id))
  const set = (ids: readonly string[]) => void setWith(ids.length === 0 ? null : ids.join(','))
  return (
    <div className={styles.others}>
      <span className="hp-muted">{compared.length === 0 ? 'Not compared with another run yet.' : 'Compared with'}</span>
      {compared.map(id => {
        const found = all.find(each => each.id === id)
        return (
          <FilterPin
            key={id}
            name="run"
            value={found ? nameOf(found) : id}
            onRemove={() => set(compared.filter(each => each !== id))}
          />
        )
      })}
      {compared.length < most && left.length > 0 ? (
        <NativeSelect
          size="xs"
          aria-label="Compare with another run"
          value=""
          onChange={event => set([...compared, event.currentTarget.value])}
          data={[
            { value: '', label: 'Compare with …' },
            ...left.map(each => ({ value: each.id, label: nameOf(each) })),
          ]}
        />
      ) : null}
    </div>
  )
}
