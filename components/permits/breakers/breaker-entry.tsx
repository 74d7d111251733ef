'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Skeleton } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { breakerConfig, breakerHistoryContract, listBreakersContract } from '#lib/domain/breakers/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { isProblem } from '#lib/shared/problem.ts'

interface Props {
  slug: string
  fields: readonly FormField[]
  onClose: () => void
}

const ownPrefix = 'agent.'

/** The first values of a new breaker. One that is named like the default of an agent has that agent as its scope. */
const fresh = (slug: string) => ({
  revision: 0,
  scope: { agent: slug.startsWith(ownPrefix) ? slug.slice(ownPrefix.length) : null, tool: null, environment: null },
  openSeconds: 300,
  halfOpenPermits: 1,
  probeSeconds: 60,
})

/** The settings of a breaker, to be edited. */
export function BreakerEntry({ slug, fields, onClose }: Props) {
  const { data, error, isPending, refetch } = useContract(breakerConfig.get, { params: { slug } })
  const client = useQueryClient()
  const close = async () => {
    await Promise.all(
      [listBreakersContract, breakerHistoryContract, breakerConfig.get].map(({ id }) =>
        client.invalidateQueries({ queryKey: [id] }),
      ),
    )
    onClose()
  }
  const missing = isProblem(error) && error.fields.status === 404
  if (isPending) return <Skeleton rows={8} />
  if (error && !missing)
    return <Failure what="Its settings could not be read." error={error} retry={() => void refetch()} />
  const stored = data && data.archivedAt === null ? data : null
  return (
    <section className={styles.entry} aria-label={`Settings of ${slug}`}>
      <h3>
        <VisibleText text={slug} />
      </h3>
      <ConfigForm
        kind={breakerConfig}
        slug={slug}
        fields={fields}
        object={stored ?? { ...fresh(slug), revision: data?.revision ?? 0 }}
        exists={stored !== null}
        deletion={{
          action: `Delete the breaker ${slug}`,
          effect: 'It guards nothing any more. What it did stays in its history.',
        }}
        onDone={() => void close()}
        onCancel={() => void close()}
      />
    </section>
  )
}
