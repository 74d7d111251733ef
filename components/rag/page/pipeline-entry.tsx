'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import styles from '#components/kit/registered.module.css'
import { pipelineConfig } from '#lib/domain/rag/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { Answer } from '#lib/shared/contract.ts'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** The pipeline as it is, or as it was before it was deleted. */
  object: Answer<typeof pipelineConfig.get> | undefined
  onClose: () => void
}

const fresh = { revision: 0, minimumRecall: 0.8, minimumQueries: 50 }

export function PipelineEntry({ slug, fields, object, onClose }: Props) {
  return (
    <section className={styles.entry} aria-label="Settings of the pipeline">
      <h3>What production runs with</h3>
      <ConfigForm
        kind={pipelineConfig}
        slug={slug}
        fields={fields}
        object={object ? { ...object } : fresh}
        exists={object !== undefined && object.archivedAt === null}
        deletion={{
          action: `Delete the pipeline ${slug}`,
          effect: 'Its checks stay, but can no longer be compared with production.',
        }}
        onDone={onClose}
        onCancel={onClose}
      />
    </section>
  )
}
