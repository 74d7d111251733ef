'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { RefusedEntry } from '#components/kit/config/refused-entry.tsx'
import styles from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { groupConfig } from '#lib/domain/policies/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { GroupRow } from './columns.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  group: GroupRow | null
  refusal: string | null
  onClose: () => void
}

/** One group of approvers as a form. */
export function GroupEntry({ slug, fields, group, refusal, onClose }: Props) {
  const client = useQueryClient()
  const close = async () => {
    await client.invalidateQueries({ queryKey: [groupConfig.list.id] })
    onClose()
  }
  return (
    <section className={styles.entry} aria-label={`Group ${slug}`}>
      <h3>
        <VisibleText text={slug} />
      </h3>
      {refusal ? (
        <RefusedEntry why={refusal} onClose={onClose} />
      ) : (
        <ConfigForm
          kind={groupConfig}
          slug={slug}
          fields={fields}
          object={group ? { ...group } : { revision: 0, members: [] }}
          held={group !== null}
          deletion={{
            action: `Delete the group ${slug}`,
            effect: 'Policies that ask for it wait for nobody: what they hold cannot be approved.',
          }}
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
    </section>
  )
}
