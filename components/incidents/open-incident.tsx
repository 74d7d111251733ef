'use client'

import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Failure } from '#components/kit/failure.tsx'
import { PopOver } from '#components/kit/pop-over.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { createIncidentContract, listIncidentsContract } from '#lib/domain/incidents/contract.ts'
import type { Severity } from '#lib/domain/incidents/rules.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './incidents.module.css'
import { causeText } from './words.ts'

/** Causes that the runbooks of every project have. */
const causes = [
  ...['looping-agent', 'cost-spike', 'quality-drop', 'tool-outage', 'failing-agent'],
  ...['safety', 'bad-deploy'],
]

/** Opens an incident by hand. */
export function OpenIncident() {
  const denial = denialForRole('incidents.open', useShell().user.role)
  if (denial) return null
  return <PopOver button="Open an incident">{close => <Form onClose={close} />}</PopOver>
}

function Form({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const client = useQueryClient()
  const initialValues = { title: '', severity: 'warning' as Severity, cause: '', agent: '', tool: '', note: '' }
  const { form, submit, busy, problem } = useRequestForm({
    initialValues,
    validate: ({ title }) => (title.trim() ? {} : { title: 'Say what is wrong.' }),
    request: ({ title, severity, ...rest }: typeof initialValues) => {
      const given = Object.fromEntries(Object.entries(rest).filter(([, text]) => text.trim()))
      return call(createIncidentContract, { body: { title, severity, ...given } })
    },
    onDone: ({ id }) => {
      void client.invalidateQueries({ queryKey: [listIncidentsContract.id] })
      onClose()
      router.push(`/incidents/${id}`)
    },
  })
  const there = isProblem(problem) ? problem.fields.extra?.incidentId : undefined
  return (
    <form className={styles.form} noValidate onSubmit={submit} aria-label="Open an incident">
      <TextInput label="What is wrong" maxLength={200} data-autofocus withAsterisk {...form.getInputProps('title')} />
      <NativeSelect label="Severity" data={['info', 'warning', 'critical']} {...form.getInputProps('severity')} />
      <NativeSelect label="Cause" description="Used to find runbooks" {...form.getInputProps('cause')}>
        <option value="">not known yet</option>
        {causes.map(cause => (
          <option key={cause} value={cause}>
            {causeText(cause)}
          </option>
        ))}
      </NativeSelect>
      <TextInput label="Agent" maxLength={200} {...form.getInputProps('agent')} />
      <TextInput label="Tool" maxLength={200} {...form.getInputProps('tool')} />
      <Textarea label="What is known" autosize minRows={2} maxRows={8} {...form.getInputProps('note')} />
      {problem ? <Failure what="It was not opened." error={problem} /> : null}
      {typeof there === 'string' ? <Link href={`/incidents/${there}`}>Go to the one that is open</Link> : null}
      <Button type="submit" loading={busy}>
        Open the incident
      </Button>
    </form>
  )
}
