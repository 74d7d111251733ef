'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import styles from '#components/kit/registered.module.css'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import type { AgentDetail } from '#lib/domain/agents/schemas.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'

interface Props {
  agent: AgentDetail
  fields: readonly FormField[]
  action: string
  onClose: () => Promise<void>
}

/** What is registered of an agent, to be edited. */
export function AgentEntry({ agent, fields, action, onClose }: Props) {
  const { slug, registered } = agent
  const close = () => void onClose()
  return (
    <section className={styles.entry} aria-label="Entry in the registry">
      <h3>Entry in the registry</h3>
      <ConfigForm
        kind={agentConfig}
        slug={slug}
        fields={fields}
        object={agent}
        exists={registered}
        action={action === 'Edit' ? 'Save' : action}
        deletion={{
          action: `Delete the entry of ${slug}`,
          effect: (
            <>
              Its settings no longer apply{agent.enabled ? '' : ', and the agent is switched on again'}. Its traces
              stay, and the entry can be restored.
            </>
          ),
        }}
        onDone={close}
        onCancel={close}
      />
    </section>
  )
}
