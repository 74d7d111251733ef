'use client'

import { Skeleton } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { useContract } from '#lib/client/use-contract.ts'
import { sloConfig } from '#lib/domain/slos/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { FormValues } from '#lib/shared/config/form-values.ts'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Whether it is new, or was deleted. */
  missing: boolean
  onClose: () => void
}

const fresh = { revision: 0, objective: 'success', days: 30, minimumRequests: 10, onExhausted: 'alert' }

/** The fields that do not apply: each threshold belongs to one objective, and the permits to throttling. */
function hides({ objective, onExhausted }: FormValues): string[] {
  const own: Record<string, string> = { latency: 'thresholdMs', cost: 'thresholdUsd', quality: 'thresholdScore' }
  const others = Object.values(own).filter(name => name !== own[String(objective)])
  return [
    ...others,
    ...(objective === 'latency' ? [] : ['percentile']),
    ...(onExhausted === 'throttle' ? [] : ['throttle']),
  ]
}

/** The form of a service level. For a deleted one it begins with the last values. */
export function SloEntry({ slug, fields, missing, onClose }: Props) {
  const { data, error, isPending } = useContract(sloConfig.get, { params: { slug } })
  if (isPending) return <Skeleton rows={6} />
  if (error && !missing) return <Failure what="The service level could not be read." error={error} />
  return (
    <section className={styles.entry} aria-label="Settings of the service level">
      <h3>Settings</h3>
      <ConfigForm
        kind={sloConfig}
        slug={slug}
        fields={fields}
        object={data ? { ...data } : fresh}
        hides={hides}
        exists={data !== undefined && !missing}
        deletion={{
          action: `Delete the service level ${slug}`,
          effect:
            'It is no longer measured, and no longer stops rollouts or throttles permits. Its history stays, and it can be restored.',
        }}
        onDone={onClose}
        onCancel={onClose}
      />
    </section>
  )
}
