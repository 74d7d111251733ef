'use client'

import { VisibleText } from '#components/kit/visible-text.tsx'
import { useNow } from '#lib/client/use-now.ts'
import { onCallConfig } from '#lib/domain/on-call/contract.ts'
import { onDuty } from '#lib/domain/on-call/rules.ts'
import type { Policy } from '#lib/domain/on-call/schemas.ts'
import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './alerts.module.css'
import { EntryPage } from './entry-page.tsx'
import { scopeText, stepText } from './step-text.ts'
import { StepsInput } from './steps-input.tsx'

const inputs = { steps: StepsInput }

interface Props {
  slug: string
  fields: readonly FormField[]
}

/** One rule of who is on call. */
export function OnCallPage({ slug, fields }: Props) {
  return (
    <EntryPage<ConfigRecord & Policy>
      kind={onCallConfig}
      one="on-call rule"
      list={{ href: '/alerts/on-call', label: 'On-call' }}
      slug={slug}
      fields={fields}
      fresh={{ steps: [{ channels: [], afterMinutes: 0, turns: null }] }}
      inputs={inputs}
      deleted="It pages nobody any more; pages that are still open notify nobody else."
      description={policy => (
        <>
          <p>
            For <VisibleText text={scopeText(policy)} />.
          </p>
          {policy.description ? (
            <p className={styles.long}>
              <VisibleText text={policy.description} />
            </p>
          ) : null}
        </>
      )}
    >
      {policy => <Steps policy={policy} />}
    </EntryPage>
  )
}

function Steps({ policy }: { policy: Policy }) {
  const now = useNow('half-minute')
  return (
    <section className={styles.inset} aria-label="Steps">
      <h3>Steps</h3>
      <ol>
        {policy.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their place
          <li key={i}>
            <VisibleText text={stepText(step)} />
            {step.turns !== null && now !== 0 ? (
              <span className="hp-muted">
                {' '}
                · on duty now: <VisibleText text={onDuty(step, now).join(', ')} />
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {policy.repeatMinutes === null ? null : (
        <p>The steps start again {policy.repeatMinutes} min after the last one.</p>
      )}
    </section>
  )
}
