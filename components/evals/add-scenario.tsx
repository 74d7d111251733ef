'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { acceptProposalContract, proposeTraceContract } from '#lib/domain/evals/proposals/contract.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import styles from './evals.module.css'
import { emptyScenario, ScenarioFields, scenarioBody } from './suite/scenario-fields.tsx'

/** On the page of a trace: `n` makes it a scenario. */
export function AddScenario({ traceId }: { traceId: string }) {
  const [asking, setAsking] = useState(false)
  const denial = denialForRole('evals.accept', useShell().user.role)
  useHotkeys({ n: () => (denial === null ? setAsking(true) : undefined) })
  if (denial !== null) return null
  return (
    <span className={styles.addScenario}>
      <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
        Add to evals…
        <span className={styles.key}>
          <Key>n</Key>
        </span>
      </Button>
      {asking ? <AddDialog traceId={traceId} onClose={() => setAsking(false)} /> : null}
    </span>
  )
}

function AddDialog({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const { data } = useContract(suiteConfig.list, { query: { limit: 200 } })
  const suites = data?.items.map(({ slug }) => slug) ?? []
  const [chosen, setSuite] = useState<string | null>(null)
  const [fields, setFields] = useState(emptyScenario)
  const suite = chosen ?? suites[0] ?? null
  const add = useMutation({
    mutationFn: async (to: string) => {
      const { id } = await call(proposeTraceContract, { body: { suite: to, traceId } })
      return call(acceptProposalContract, { params: { id }, body: scenarioBody(fields) })
    },
  })
  if (add.isSuccess)
    return (
      <ConfirmDialog action="Close" busy={false} onConfirm={onClose} onClose={onClose}>
        It is a scenario of <Link href={`/evals?suite=${encodeURIComponent(add.data.suite)}`}>{add.data.suite}</Link>{' '}
        now: {add.data.scenario}.
      </ConfirmDialog>
    )
  return (
    <ConfirmDialog
      action="Add to evals"
      busy={add.isPending}
      ready={suite !== null}
      error={add.error}
      failed="It was not added."
      onConfirm={() => suite !== null && add.mutate(suite)}
      onClose={onClose}
    >
      The input of this trace becomes a scenario, in a new version of the suite.
      {data && suites.length === 0 ? <p className="hp-muted">There is no suite yet.</p> : null}
      <NativeSelect
        mt={12}
        label="Suite"
        value={suite ?? ''}
        data={suites}
        onChange={event => setSuite(event.currentTarget.value)}
      />
      <ScenarioFields fields={fields} onChange={setFields} />
    </ConfirmDialog>
  )
}
