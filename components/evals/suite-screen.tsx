'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { Tag } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { plural } from '#lib/shared/numbers.ts'
import { scoreText, suiteHref } from './columns.tsx'
import styles from './evals.module.css'
import { ScenarioFile } from './suite/scenario-file.tsx'
import { CriteriaInput, ScenariosInput } from './suite/suite-inputs.tsx'
import { SuiteScenarios } from './suite/suite-scenarios.tsx'
import { SuiteVersions } from './suite/suite-versions.tsx'

const inputs = { scenarios: ScenariosInput, criteria: CriteriaInput }

const fresh = {
  ...{ revision: 0, level: 'evaluation', threshold: 0.75, margin: 0.05, proposals: true, fromImports: false },
  criteria: ['accuracy', 'completeness', 'actionability'].map(name => ({ name, weight: 1 })),
  scenarios: [{ id: 'disk-full', input: 'Disk full on node-3', expectedFindings: ['log rotation is off'] }],
}

/** One suite: its scenarios, a form and a file upload that make a new version, and what each version changed. */
export function SuiteScreen({ slug, fields }: { slug: string; fields: readonly FormField[] }) {
  const query = useContract(suiteConfig.get, { params: { slug } })
  const suite = query.data && query.data.archivedAt === null ? query.data : null
  const denial = denialForRole('evals.manage', useShell().user.role)
  const client = useQueryClient()
  return (
    <EntryFrame
      one="suite"
      list={{ href: '/evals', label: 'Evals' }}
      {...{ slug, query, denial }}
      holds={suite !== null}
      change="New version"
    >
      {({ edit, editing, close }) => {
        const done = () => {
          close()
          void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('suites.') })
        }
        return (
          <>
            {suite ? (
              <EntityHead
                name={slug}
                facts={
                  <>
                    <Tag>{suite.level}</Tag>
                    <span className="hp-muted">
                      version {suite.version} · {plural(suite.scenarios.length, 'scenario')} · needs{' '}
                      {scoreText(suite.threshold)}
                      {suite.agent ? ` · for ${suite.agent}` : ''}
                    </span>
                  </>
                }
                description={suite.description}
                actions={
                  <>
                    <Link href={suiteHref({ slug })}>Runs</Link>
                    {edit}
                  </>
                }
              />
            ) : null}
            {editing ? (
              <div className={styles.form}>
                <ConfigForm
                  kind={suiteConfig}
                  slug={slug}
                  fields={fields}
                  object={suite ? { ...suite } : fresh}
                  exists={suite !== null}
                  action={suite ? 'Add version' : 'Create'}
                  deletion={{
                    action: `Delete the suite ${slug}`,
                    effect: 'Its runs, their verdicts and its versions stay.',
                  }}
                  inputs={inputs}
                  onDone={done}
                  onCancel={close}
                />
              </div>
            ) : null}
            {suite && !suite.fromImports && !editing && denial === null ? <ScenarioFile slug={slug} /> : null}
            {suite ? <SuiteScenarios slug={slug} /> : null}
            {suite ? <SuiteVersions slug={slug} /> : null}
          </>
        )
      }}
    </EntryFrame>
  )
}
