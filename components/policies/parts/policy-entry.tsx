'use client'

import { ListedEntry } from '#components/kit/config/listed-entry.tsx'
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
  denial: string | null
  onClose: () => void
}

const fresh = {
  ...{ outcome: 'require_approval', mode: 'enforce', enabled: true, quorum: 1, onExpiry: 'expire' },
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
export function PolicyEntry({ policy, ...entry }: Props) {
  const { slug } = entry
  return (
    <ListedEntry
      {...entry}
      one="Policy"
      kind={policyConfig}
      stored={policy}
      fresh={fresh}
      hides={hides}
      preview={draft => <BackTest slug={slug} draft={draft} />}
      deletion={{
        action: `Delete the policy ${slug}`,
        effect: 'It no longer applies. Its versions stay, and it can be restored.',
      }}
      changes={[policyConfig.list, policyVersionsContract]}
    >
      {policy ? <Versions slug={slug} /> : null}
    </ListedEntry>
  )
}
