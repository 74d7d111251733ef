'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { DeniedEntry } from '#components/kit/config/denied-entry.tsx'
import { MarkdownText } from '#components/kit/markdown-text.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { runbookConfig } from '#lib/domain/runbooks/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { StoredRunbook } from './runbook-rows.tsx'
import styles from './runbooks.module.css'
import { StepsInput } from './steps-input.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null for a new runbook. */
  runbook: StoredRunbook | null
  denial: string | null
  onClose: () => void
}

const fresh = {
  revision: 0,
  title: '',
  about: null,
  matches: { agent: null, cause: null },
  steps: [{ text: '', action: null }],
}
const inputs = { steps: StepsInput }

/** One runbook as a form, or as text for people who may not change it. */
export function RunbookEntry({ slug, fields, runbook, denial, onClose }: Props) {
  return (
    <section className={styles.entry} aria-label={`Runbook ${slug}`}>
      <h2>
        <VisibleText text={slug} />
      </h2>
      {denial ? (
        <Reading runbook={runbook} denial={denial} onClose={onClose} />
      ) : (
        <ConfigForm
          kind={runbookConfig}
          slug={slug}
          fields={fields}
          object={runbook ? { ...runbook } : fresh}
          exists={runbook !== null}
          inputs={inputs}
          deletion={{
            action: `Delete the runbook ${slug}`,
            effect: 'No incident shows it any more. Those in which somebody works by it keep it.',
          }}
          onDone={onClose}
          onCancel={onClose}
        />
      )}
    </section>
  )
}

function Reading({ runbook, denial, onClose }: Pick<Props, 'runbook' | 'onClose'> & { denial: string }) {
  return (
    <>
      {runbook?.about ? <MarkdownText text={runbook.about} /> : null}
      <ol className={styles.reading}>
        {runbook?.steps.map(({ text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have their place and nothing else
          <li key={at}>
            <MarkdownText text={text} />
          </li>
        )) ?? <li>There is no such runbook.</li>}
      </ol>
      <DeniedEntry why={denial} onClose={onClose} />
    </>
  )
}
