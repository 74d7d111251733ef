import Link from 'next/link'
import { Code, Note, Part, pretty } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import styles from './span-detail.module.css'

export function Attributes({ entries, dropped }: { entries: [string, unknown][]; dropped: number }) {
  return (
    <>
      {dropped > 0 ? (
        <Note tone="warning">The client dropped {dropped} more: its limit of attributes per span was reached.</Note>
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

export function Events({ events }: { events: SpanItem['events'] }) {
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

interface LinksProps {
  links: SpanItem['links']
  /** Spans of other traces that link to this one. */
  from: SpanItem['links']
}

export function Links({ links, from }: LinksProps) {
  return (
    <>
      {links.length > 0 ? <LinkList title="Links to" links={links} /> : null}
      {from.length > 0 ? <LinkList title="Linked from" links={from} /> : null}
    </>
  )
}

function LinkList({ title, links }: { title: string; links: SpanItem['links'] }) {
  return (
    <Part title={title}>
      <ul className={styles.links}>
        {links.map(({ traceId, spanId }) => (
          <li key={`${traceId}${spanId}`}>
            <Link href={`/traces/${traceId}?span=${spanId}`} className="hp-mono">
              {traceId}
            </Link>
            <span className="hp-muted hp-mono"> span {spanId}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
