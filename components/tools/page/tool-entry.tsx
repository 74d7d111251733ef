'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import styles from '#components/kit/registered.module.css'
import { toolConfig } from '#lib/domain/tools/contract.ts'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'

interface Props {
  tool: ToolDetail
  fields: readonly FormField[]
  action: string
  onClose: () => Promise<void>
}

/** The registered entry of a tool, to be edited. */
export function ToolEntry({ tool, fields, action, onClose }: Props) {
  const { slug, registered } = tool
  const close = () => void onClose()
  return (
    <section className={styles.entry} aria-label="Entry in the registry">
      <h3>Entry in the registry</h3>
      <ConfigForm
        kind={toolConfig}
        slug={slug}
        fields={fields}
        object={tool}
        exists={registered}
        action={action === 'Edit' ? 'Save' : action}
        deletion={{
          action: `Delete the entry of ${slug}`,
          effect:
            'Its risk and its schema no longer apply: requests are treated as for an unknown tool. The entry can be restored.',
        }}
        onDone={close}
        onCancel={close}
      />
    </section>
  )
}
