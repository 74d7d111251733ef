'use client'

import { IconX } from '@tabler/icons-react'
import { Code, Note, Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SpanDetail as Rated, SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { spanStatuses } from '#lib/domain/traces/statuses.ts'
import { formatCompact } from '#lib/shared/numbers.ts'
import { formatDuration, parseMicros } from '#lib/shared/time.ts'
import { KindIcon, kindWord } from '../parts/kind-icon.tsx'
import type { SpanTab } from '../parts/search-params.ts'
import { failureOf, spanTitle } from '../parts/span-title.ts'
import { Payload } from '../payload/payload.tsx'
import styles from './span-detail.module.css'
import { SpanFigures } from './span-figures.tsx'
import { Attributes, Events, Links } from './span-parts.tsx'

interface Props {
  trace: TraceDetail
  span: SpanItem
  rates: Rated['rates']
  tab: SpanTab
  onTab: (tab: SpanTab) => void
  onClose: () => void
}

export function SpanDetail({ trace, span, rates, tab, onTab, onClose }: Props) {
  const attributes = Object.entries(span.attributes).sort(([a], [b]) => a.localeCompare(b))
  const from = trace.linkedFrom.filter(link => link.linkedSpanId === span.spanId)
  const linked = span.links.length + from.length
  const tabs: { id: SpanTab; label: string }[] = [
    { id: 'call', label: 'Call' },
    { id: 'attributes', label: `Attributes ${attributes.length}` },
    { id: 'events', label: `Events ${span.events.length}` },
    ...(linked > 0 ? [{ id: 'links' as const, label: `Links ${linked}` }] : []),
    { id: 'raw', label: 'Raw' },
  ]
  const active = tabs.some(({ id }) => id === tab) ? tab : 'call'
  return (
    <aside className={styles.detail} aria-label="Span">
      <header className={styles.head}>
        <KindIcon kind={span.kind} size={18} />
        <h2>
          <VisibleText text={spanTitle(span)} />
        </h2>
        <Status of={spanStatuses} value={span.status} />
        <button type="button" className="hp-icon" onClick={onClose} aria-label="Close span (Esc)">
          <IconX size={16} aria-hidden />
        </button>
      </header>
      <p className={styles.place}>
        {kindWord(span.kind)} · {formatDuration(span.durationMs)} · {afterStart(trace, span)}
        {span.agent ? ` · by ${span.agent}` : ''}
        {span.name === spanTitle(span) ? '' : ` · ${span.name}`}
      </p>
      <Tabs label="Parts of the span" active={active} onChange={onTab} tabs={tabs}>
        {active === 'call' ? <Call trace={trace} span={span} rates={rates} /> : null}
        {active === 'attributes' ? <Attributes entries={attributes} dropped={span.droppedAttributes} /> : null}
        {active === 'events' ? <Events events={span.events} /> : null}
        {active === 'links' ? <Links links={span.links} from={from} /> : null}
        {active === 'raw' ? <Code label="span as JSON" text={JSON.stringify(span, null, 2)} /> : null}
      </Tabs>
    </aside>
  )
}

function afterStart(trace: TraceDetail, span: SpanItem): string {
  const ms = (parseMicros(span.startedAt) - parseMicros(trace.startedAt)) / 1000
  return ms <= 0 ? 'at the start' : `${formatDuration(ms)} after the start`
}

function Call({ trace, span, rates }: Pick<Props, 'trace' | 'span' | 'rates'>) {
  const isTool = span.kind === 'tool'
  const failure = failureOf(span)
  const scores = trace.scores.filter(score => score.spanId === span.spanId)
  return (
    <>
      {failure ? (
        <Note tone="critical">
          <strong>
            <VisibleText text={failure.title ?? 'Failed'} />
          </strong>
          <p className={styles.failure}>
            <VisibleText text={failure.text ?? 'The client gave no message.'} />
          </p>
        </Note>
      ) : null}
      <Payload title={isTool ? 'Arguments' : 'Input'} text={span.input} />
      {failure && span.output === null ? (
        <Part title={isTool ? 'Result' : 'Output'}>
          <p>none: the call failed</p>
        </Part>
      ) : (
        <Payload title={isTool ? 'Result' : 'Output'} text={span.output} />
      )}
      <SpanFigures span={span} rates={rates} />
      {scores.length > 0 ? (
        <Part title="Scores">
          <dl className={styles.figures}>
            {scores.map((score, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same name may be scored twice by one source
              <div key={at}>
                <dt>
                  {score.name} <span className="hp-muted">by {score.source}</span>
                </dt>
                <dd title={score.comment ?? undefined}>{score.label ?? formatCompact(score.value)}</dd>
              </div>
            ))}
          </dl>
        </Part>
      ) : null}
    </>
  )
}
