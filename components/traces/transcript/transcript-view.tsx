'use client'

import { Button } from '@mantine/core'
import { Fragment, useMemo, useState } from 'react'
import { Code, Empty, pretty } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { spanStatuses } from '#lib/domain/traces/statuses.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import { failureOf, spanTitle } from '../parts/span-title.ts'
import { ToolCalls } from '../payload/payload.tsx'
import styles from './transcript.module.css'
import { roleOf, type Turn, transcriptOf } from './transcript.ts'

const step = 200

interface Props {
  trace: TraceDetail
  onSelect: (spanId: string) => void
}

/** The conversation read top to bottom, agent by agent; every turn opens its span. */
export function Transcript({ trace, onSelect }: Props) {
  const turns = useMemo(() => transcriptOf(trace), [trace])
  const [shown, setShown] = useState(step)
  if (trace.payloadsOmitted) {
    return (
      <Empty title="Too large for a transcript">
        <p>The messages of this trace are more than 8 MB. Open its spans in the tree: they are loaded one by one.</p>
      </Empty>
    )
  }
  if (turns.length === 0) {
    return (
      <Empty title="No conversation in this trace">
        <p>It has no model call and no tool call. The tree shows its spans.</p>
      </Empty>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.transcript} aria-label="Transcript" tabIndex={0}>
      <ol>
        {turns.slice(0, shown).map((turn, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have no identity but their place
          <Fragment key={at}>
            {at === 0 || turns[at - 1]?.agent !== turn.agent ? <Speaker agent={turn.agent} /> : null}
            <TurnRow turn={turn} onSelect={onSelect} />
          </Fragment>
        ))}
      </ol>
      {turns.length > shown ? (
        <Button variant="default" size="xs" onClick={() => setShown(count => count + step)}>
          Show {Math.min(step, turns.length - shown)} more of {turns.length - shown}
        </Button>
      ) : null}
    </section>
  )
}

function Speaker({ agent }: { agent: string | null }) {
  return (
    <li className={styles.speaker}>
      <KindIcon kind="agent" />
      <h3>{agent ? <VisibleText text={agent} /> : 'no agent named'}</h3>
    </li>
  )
}

const words = { to: 'input', by: 'output' }

function TurnRow({ turn, onSelect }: { turn: Turn; onSelect: (spanId: string) => void }) {
  const { span } = turn
  const role =
    turn.kind === 'message'
      ? roleOf(turn.message)
      : turn.kind === 'text'
        ? words[turn.direction]
        : turn.kind === 'tool'
          ? span.kind
          : 'error'
  return (
    <li className={styles.turn} data-role={role}>
      <span className={styles.role}>{role}</span>
      <div className={styles.speech}>
        {turn.kind === 'message' ? (
          <>
            {turn.message.text ? (
              <p>
                <VisibleText text={turn.message.text} />
              </p>
            ) : null}
            <ToolCalls calls={turn.message.toolCalls} />
          </>
        ) : null}
        {turn.kind === 'text' ? <Code label={words[turn.direction]} text={pretty(turn.text)} copy={false} /> : null}
        {turn.kind === 'tool' ? <Tool span={span} /> : null}
        {turn.kind === 'failure' ? <Failed span={span} /> : null}
      </div>
      <button type="button" className={styles.open} onClick={() => onSelect(span.spanId)}>
        {turn.kind === 'tool' ? formatDuration(span.durationMs) : spanTitle(span)}
      </button>
    </li>
  )
}

function Tool({ span }: { span: SpanItem }) {
  return (
    <>
      <p className={styles.tool}>
        <KindIcon kind={span.kind} />
        <span className="hp-mono">
          <VisibleText text={spanTitle(span)} />
        </span>
        {span.status === 'ok' ? null : <Status of={spanStatuses} value={span.status} />}
      </p>
      {span.input ? <Code label={`arguments of ${spanTitle(span)}`} text={pretty(span.input)} copy={false} /> : null}
      {span.output ? <Code label={`result of ${spanTitle(span)}`} text={pretty(span.output)} copy={false} /> : null}
      {span.status === 'error' ? <Failed span={span} /> : null}
    </>
  )
}

function Failed({ span }: { span: SpanItem }) {
  const failure = failureOf(span)
  return (
    <p className={styles.failed}>
      <VisibleText text={failure?.text ?? failure?.title ?? 'It failed; the client gave no message.'} />
    </p>
  )
}
