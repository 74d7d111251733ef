'use client'

import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { saveText } from '#components/kit/csv.ts'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import {
  acknowledgeIncidentContract,
  postMortemContract,
  resolveIncidentContract,
  reviseIncidentContract,
} from '#lib/domain/incidents/contract.ts'
import { severities } from '#lib/domain/incidents/rules.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import styles from './incidents.module.css'
import { useIncidentWrite } from './use-incident.ts'

/** Acknowledge it, resolve it, write a note. */
export function IncidentActions({ incident }: { incident: IncidentItem }) {
  const { id, state, revision } = incident
  const [resolving, setResolving] = useState(false)
  const denial = denialForRole('incidents.work', useShell().user.role)
  const acknowledge = useIncidentWrite(acknowledgeIncidentContract)
  const revise = useIncidentWrite(reviseIncidentContract)
  const me = useShell().user.label
  return (
    <div className={styles.actions}>
      {state === 'open' ? (
        <Button
          loading={acknowledge.isPending}
          disabled={denial !== null}
          title={denial ?? 'You become its owner; nobody else is paged'}
          onClick={() => acknowledge.mutate({ params: { id }, body: { expectedRevision: revision } })}
        >
          Acknowledge
        </Button>
      ) : null}
      {state === 'acknowledged' && incident.owner?.label !== me ? (
        <Button
          loading={revise.isPending}
          disabled={denial !== null}
          title={denial ?? 'You become its owner'}
          onClick={() => revise.mutate({ params: { id }, body: { takeOver: true, expectedRevision: revision } })}
        >
          Take over
        </Button>
      ) : null}
      {state === 'resolved' ? null : (
        <NativeSelect
          aria-label="Severity"
          disabled={denial !== null || revise.isPending}
          value={incident.severity}
          data={[...severities]}
          onChange={event => {
            const severity = severities.find(one => one === event.currentTarget.value)
            if (severity) revise.mutate({ params: { id }, body: { severity, expectedRevision: revision } })
          }}
        />
      )}
      {state === 'resolved' ? null : (
        <Button
          variant="default"
          disabled={denial !== null}
          title={denial ?? undefined}
          onClick={() => setResolving(true)}
        >
          Resolve…
        </Button>
      )}
      <PostMortem id={id} />
      {revise.error ? <Failure what="It was not changed." error={revise.error} /> : null}
      {acknowledge.error ? <Failure what="It was not acknowledged." error={acknowledge.error} /> : null}
      {resolving ? <Resolve incident={incident} onClose={() => setResolving(false)} /> : null}
    </div>
  )
}

function Resolve({ incident: { id, title, revision }, onClose }: { incident: IncidentItem; onClose: () => void }) {
  const [summary, setSummary] = useState('')
  const resolve = useIncidentWrite(resolveIncidentContract, onClose)
  return (
    <ConfirmDialog
      action="Resolve the incident"
      busy={resolve.isPending}
      ready={summary.trim() !== ''}
      error={resolve.error}
      failed="It was not resolved."
      onConfirm={() => resolve.mutate({ params: { id }, body: { summary, expectedRevision: revision } })}
      onClose={onClose}
    >
      {title}. If its cause strikes again afterwards, another incident is opened.
      <Textarea
        mt={12}
        label="Summary"
        description="What happened and what was done, in Markdown. The post-mortem begins with it"
        required
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        value={summary}
        onChange={event => setSummary(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

function PostMortem({ id }: { id: string }) {
  const save = useMutation({
    mutationFn: () => call(postMortemContract, { params: { id } }),
    onSuccess: ({ markdown }) => saveText(`post-mortem-${id}.md`, markdown, 'text/markdown'),
  })
  return (
    <>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        Post-mortem
      </Button>
      {save.error ? <Failure what="The post-mortem could not be written." error={save.error} /> : null}
    </>
  )
}
