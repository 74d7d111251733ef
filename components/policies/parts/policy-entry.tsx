'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { RefusedEntry } from '#components/kit/config/refused-entry.tsx'
import styles from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { policyConfig, policyVersionsContract } from '#lib/domain/policies/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { FormValues } from '#lib/shared/config/form-values.ts'
import { BackTest } from './back-test.tsx'
import type { PolicyRow } from './columns.tsx'
import { Versions } from './versions.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  policy: PolicyRow | null
  refusal: string | null
  onClose: () => void
}

const fresh = {
  ...{ revision: 0, outcome: 'require_approval', mode: 'enforce', enabled: true, quorum: 1, onExpiry: 'expire' },
  ...{ agents: [], tools: [], environments: [], risks: [], arguments: [], touched: [], groups: [], escalateTo: [] },
}

const ofApproval = ['quorum', 'groups', 'role', 'noSelfApproval', 'expiresInSeconds', 'onExpiry'] as const
const ofWaiting = ['escalateAfterSeconds', 'escalateTo'] as const
/** What means nothing beside the outcome as it is. */
const hides = ({ outcome }: FormValues): string[] => [
  ...(outcome === 'require_approval' ? [] : [...ofApproval, ...ofWaiting]),
  ...(outcome === 'allow' ? [] : ['maxUses']),
]

/** One policy as a form, with what it would have done, and what it was. */
export function PolicyEntry({ slug, fields, policy, refusal, onClose }: Props) {
  const client = useQueryClient()
  const close = async () => {
    await client.invalidateQueries({ queryKey: [policyConfig.list.id] })
    await client.invalidateQueries({ queryKey: [policyVersionsContract.id] })
    onClose()
  }
  return (
    <section className={styles.entry} aria-label={`Policy ${slug}`}>
      <h3>
        <VisibleText text={slug} />
      </h3>
      {refusal ? (
        <RefusedEntry why={refusal} onClose={onClose} />
      ) : (
        <ConfigForm
          kind={policyConfig}
          slug={slug}
          fields={fields}
          object={policy ? { ...policy } : fresh}
          held={policy !== null}
          hides={hides}
          preview={draft => <BackTest slug={slug} draft={draft} />}
          deletion={{
            action: `Delete the policy ${slug}`,
            effect: 'It holds no longer. Its versions stay, and it can be brought back.',
          }}
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
      {policy ? <Versions slug={slug} /> : null}
    </section>
  )
}
