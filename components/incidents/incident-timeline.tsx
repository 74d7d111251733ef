'use client'

import { Button, Textarea } from '@mantine/core'
import dynamic from 'next/dynamic'
import { type FormEvent, useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { Timeline, type TimelineEvent } from '#components/kit/timeline.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { addIncidentNoteContract } from '#lib/domain/incidents/contract.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import styles from './incidents.module.css'
import { useIncidentTimeline, useIncidentWrite } from './use-incident.ts'

const MarkdownText = dynamic(() => import('#components/kit/markdown-text.tsx').then(module => module.MarkdownText), {
  ssr: false,
  loading: () => <Skeleton rows={1} />,
})

/** Everything that happened in its scope, newest first, with the input for a note above. */
export function IncidentTimeline({ incident: { id, state } }: { incident: IncidentItem }) {
  const { data, error, isPending, refetch } = useIncidentTimeline(id, state === 'resolved')
  return (
    <section aria-label="What happened" className={styles.side}>
      <h3 className={styles.heading}>What happened</h3>
      <AddNote id={id} />
      {error ? <Failure what="What happened could not be read." error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton rows={8} /> : null}
      {data ? <Timeline label="Timeline" events={data.items.map(toEvent)} /> : null}
      {data && data.cut.length > 0 ? (
        <p className="hp-muted">Only the newest are shown of: {data.cut.join(', ')}.</p>
      ) : null}
      {data && data.failed.length > 0 ? <p className="hp-muted">Could not be read: {data.failed.join(', ')}.</p> : null}
    </section>
  )
}

function toEvent({ id, at, tone, shape, state, title, detail, markdown, href, alike }: TimelineItem): TimelineEvent {
  return {
    ...{ id, at, alike, ...(href ? { href } : {}) },
    mark: <Status of={{ it: { tone, shape, label: state } }} value="it" />,
    title: <VisibleText text={title} />,
    ...(detail ? { detail: markdown ? <MarkdownText text={detail} /> : <VisibleText text={detail} /> } : {}),
  }
}

function AddNote({ id }: { id: string }) {
  const [text, setText] = useState('')
  const denial = denialForRole('incidents.work', useShell().user.role)
  const add = useIncidentWrite(addIncidentNoteContract, () => setText(''))
  if (denial) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() && !add.isPending) add.mutate({ params: { id }, body: { text } })
  }
  return (
    <form className={styles.note} aria-label="Add a note" onSubmit={submit}>
      <Textarea
        aria-label="Note"
        placeholder="What you see, what you try; Markdown"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={20_000}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
        }}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!text.trim()}>
        Add note
      </Button>
      {add.error ? <Failure what="The note was not added." error={add.error} /> : null}
    </form>
  )
}
