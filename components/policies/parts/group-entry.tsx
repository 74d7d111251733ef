'use client'

import { ListedEntry } from '#components/kit/config/listed-entry.tsx'
import { groupConfig } from '#lib/domain/policies/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { GroupRow } from './columns.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  group: GroupRow | null
  denial: string | null
  onClose: () => void
}

/** One group of approvers as a form. */
export function GroupEntry({ group, ...entry }: Props) {
  return (
    <ListedEntry
      {...entry}
      one="Group"
      kind={groupConfig}
      stored={group}
      fresh={{ members: [] }}
      deletion={{
        action: `Delete the group ${entry.slug}`,
        effect:
          'Policies that require this group can no longer be met: the requests that they hold cannot be approved.',
      }}
      changes={[groupConfig.list]}
    />
  )
}
