'use client'

import { LineDiff } from '#components/kit/diff/line-diff.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { policyVersionsContract } from '#lib/domain/policies/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './policies.module.css'

const asText = (policy: object) => JSON.stringify(policy, null, 2)

/** What a policy was, newest first, each with what changed and how often it applied. */
export function Versions({ slug }: { slug: string }) {
  const { data, error, refetch } = useContract(policyVersionsContract, { params: { slug } })
  if (error) return <Failure what="The versions could not be read." error={error} retry={() => void refetch()} />
  const items = data?.items ?? []
  return (
    <section className={styles.test} aria-label="Versions">
      <h4>Versions</h4>
      {items.map((version, at) => {
        const before = items[at + 1]
        return (
          <details key={version.revision} open={at === 0 && before !== undefined}>
            <summary>
              Version {version.revision}
              {version.archived ? ', deleted' : ''}, by <VisibleText text={version.by} />, <When at={version.at} />:{' '}
              applied to {plural(version.matched, 'call')}
              {version.uses > 0 ? `, ${plural(version.uses, 'use')} taken` : ''}
            </summary>
            <LineDiff before={before ? asText(before.policy) : ''} after={asText(version.policy)} />
          </details>
        )
      })}
    </section>
  )
}
