'use client'

import Link from 'next/link'
import { Code, pretty } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import styles from './audit.module.css'
import type { SetFilters } from './use-audit.ts'
import { changesOf, pageOf } from './view.ts'
import { type FieldLabels, inWords } from './words.ts'

interface Props {
  entry: AuditEntry
  labels: FieldLabels
  onFilter: SetFilters
}

/** One entry whole: what changed, on what evidence, from where, and its place in the chain. */
export function AuditDetail({ entry, labels, onFilter }: Props) {
  const changes = changesOf(entry, labels)
  const { object, actor } = entry
  const page = pageOf(object)
  const only = (filter: Parameters<SetFilters>[0]) => () => void onFilter(filter)
  return (
    <div className={styles.detail}>
      {changes.length > 0 ? (
        <table className={styles.changes}>
          <thead>
            <tr>
              <th scope="col">field</th>
              <th scope="col">before</th>
              <th scope="col">after</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, label, before, after }) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {label}
                </th>
                <td>{before === undefined ? '–' : <VisibleText text={text(before)} />}</td>
                <td>{after === undefined ? '–' : <VisibleText text={text(after)} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {entry.evidence === null ? null : <Code label={`evidence of entry ${entry.seq}`} text={pretty(entry.evidence)} />}
      <dl className={styles.facts}>
        <dt>Object</dt>
        <dd>
          {inWords(object.type)}
          <span className="hp-mono">
            <VisibleText text={object.id} />
          </span>
          {page ? <Link href={page}>Open</Link> : null}
          <button type="button" onClick={only({ object: object.id, objectType: object.type })}>
            Only this object
          </button>
        </dd>
        <dt>By</dt>
        <dd>
          {actor.kind}
          <span className="hp-mono">
            <VisibleText text={actor.id ?? 'not signed in'} />
          </span>
          <button type="button" onClick={only({ actor: actor.id ?? actor.label })}>
            Only this actor
          </button>
        </dd>
        <dt>From</dt>
        <dd>
          {entry.address || 'the server itself'}, request {entry.request ?? '–'}
        </dd>
        <dt>Entry</dt>
        <dd>{entry.seq}</dd>
        <dt>Hash</dt>
        <dd className="hp-mono">{entry.hash}</dd>
        <dt>Hash of the entry before</dt>
        <dd className="hp-mono">{entry.prevHash}</dd>
      </dl>
    </div>
  )
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
