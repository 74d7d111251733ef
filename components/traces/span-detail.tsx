'use client'

import { IconX } from '@tabler/icons-react'
import { Code, Note, Part, pretty } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { KindIcon, kindWord } from './kind-icon.tsx'
import { Payload } from './payload.tsx'
import type { spanTabs } from './search-params.ts'
import styles from './span-detail.module.css'
import { SpanFigures } from './span-figures.tsx'
import { spanTitle } from './span-row.tsx'

type Tab = (typeof spanTabs)[number]

interface Props {
  span: SpanItem
  scores: TraceDetail['scores']
  tab: Tab
  onTab: (tab: Tab) => void
  onClose: () => void
}

export function SpanDetail({ span, scores, tab, onTab, onClose }: Props) {
  const attributes = Object.entries(span.attributes).sort(([a], [b]) => a.localeCompare(b))
  return (
    <aside className={styles.detail} aria-label="Span">
      <header className={styles.head}>
        <KindIcon kind={span.kind} size={18} />
        <h2>
          <VisibleText text={spanTitle(span)} />
        </h2>
        <Status of="span" value={span.status} />
        <button type="button" className={styles.close} onClick={onClose} aria-label="Close span (Esc)">
          <IconX size={16} aria-hidden />
        </button>
      </header>
      <p className="hp-muted">
        {kindWord(span.kind)} · {formatDuration(span.durationMs)}
        {span.agent ? ` · by ${span.agent}` : ''}
        {span.name === spanTitle(span) ? '' : ` · ${span.name}`}
      </p>
      <Tabs
        label="Parts of the span"
        active={tab}
        onChange={onTab}
        tabs={[
          { id: 'call', label: 'Call' },
          { id: 'attributes', label: `Attributes ${attributes.length}` },
          { id: 'events', label: `Events ${span.events.length}` },
          { id: 'raw', label: 'Raw' },
        ]}
      >
        {tab === 'call' ? <Call span={span} scores={scores} /> : null}
        {tab === 'attributes' ? <Attributes entries={attributes} dropped={span.droppedAttributes} /> : null}
        {tab === 'events' ? <Events events={span.events} /> : null}
        {tab === 'raw' ? <Code label="span as JSON" text={JSON.stringify(span, null, 2)} /> : null}
      </Tabs>
    </aside>
  )
}

function Call({ span, scores }: { span: SpanItem; scores: Props['scores'] }) {
  const isTool = span.kind === 'tool'
  return (
    <>
      {span.status === 'error' ? (
        <Note tone="critical">
          <strong>Failed.</strong> <VisibleText text={span.statusMessage ?? 'The client gave no message.'} />
        </Note>
      ) : null}
      <Payload title={isTool ? 'Arguments' : 'Input'} text={span.input} />
      <Payload title={isTool ? 'Result' : 'Output'} text={span.output} />
      <SpanFigures span={span} />
      {scores.length > 0 ? (
        <Part title="Scores">
          <dl className={styles.figures}>
            {scores.map(score => (
              <div key={`${score.source}-${score.name}`}>
                <dt>
                  {score.name} <span className="hp-muted">by {score.source}</span>
                </dt>
                <dd title={score.comment ?? undefined}>{score.value ?? score.label ?? '–'}</dd>
              </div>
            ))}
          </dl>
        </Part>
      ) : null}
    </>
  )
}

function Attributes({ entries, dropped }: { entries: [string, unknown][]; dropped: number }) {
  return (
    <>
      {dropped > 0 ? (
        <Note tone="warning">The client dropped {dropped} more: its limit of attributes a span was reached.</Note>
      ) : null}
      {entries.length === 0 ? <p className="hp-muted">The client sent none.</p> : null}
      <dl className={styles.attributes}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>
              <VisibleText text={name} />
            </dt>
            <dd>
              <VisibleText text={pretty(value)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Events({ events }: { events: SpanItem['events'] }) {
  if (events.length === 0) return <p className="hp-muted">Nothing was recorded while it ran.</p>
  return (
    <>
      {events.map(event => (
        <Part
          key={`${event.at}-${event.name}-${JSON.stringify(event.attributes).slice(0, 80)}`}
          title={<VisibleText text={event.name} />}
          end={<When at={event.at} form="absolute" />}
        >
          <Code label={`event ${event.name}`} text={JSON.stringify(event.attributes, null, 2)} />
        </Part>
      ))}
    </>
  )
}
