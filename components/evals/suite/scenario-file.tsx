'use client'

import { Button, Checkbox, FileButton, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { call } from '#lib/client/api.ts'
import { importCsvContract, importJsonlContract } from '#lib/domain/evals/suites/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from '../evals.module.css'

/** Adds the scenarios of a CSV or JSONL file to the suite. If lines are wrong, it shows them and changes nothing. */
export function ScenarioFile({ slug }: { slug: string }) {
  const [replace, setReplace] = useState(false)
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: async (file: File) => {
      const contract = file.name.toLowerCase().endsWith('.csv') ? importCsvContract : importJsonlContract
      const query = { mode: replace ? ('replace' as const) : ('add' as const) }
      return call(contract, { params: { slug }, query, file: await file.text() })
    },
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('suites.') }),
  })
  return (
    <section className={styles.scenarioFile} aria-label="Scenarios from a file">
      <Group gap={12}>
        <FileButton accept=".csv,.jsonl,.ndjson" onChange={file => file && send.mutate(file)}>
          {props => (
            <Button {...props} size="xs" variant="default" loading={send.isPending}>
              Scenarios from a CSV or JSONL file…
            </Button>
          )}
        </FileButton>
        <Checkbox
          size="xs"
          label="in the place of all"
          checked={replace}
          onChange={event => setReplace(event.currentTarget.checked)}
        />
        <span className="hp-muted" role="status">
          {send.data
            ? `Version ${send.data.version} has ${plural(send.data.scenarios, 'scenario')}, ${send.data.added} of them new.`
            : ''}
        </span>
      </Group>
      {send.error ? <Failure what="The file was not accepted." error={send.error} /> : null}
    </section>
  )
}
