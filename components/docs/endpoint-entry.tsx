'use client'

import { IconChevronRight } from '@tabler/icons-react'
import { Code, Part, Tag } from '#components/kit/blocks.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './docs.module.css'
import { curlOf, type Endpoint, type Field } from './openapi.ts'

/** One endpoint: a line that opens to its fields, its problems and a command. */
export function EndpointEntry({
  endpoint,
  open,
  onToggle,
}: {
  endpoint: Endpoint
  open: boolean
  onToggle: () => void
}) {
  const origin = useOrigin()
  return (
    <article className={styles.endpoint}>
      <button type="button" className={styles.line} aria-expanded={open} onClick={onToggle}>
        <IconChevronRight size={14} aria-hidden />
        <span className={styles.method}>{endpoint.method}</span>
        <span className={styles.path}>{endpoint.path}</span>
        <span className={styles.summary}>{endpoint.summary}</span>
      </button>
      {open ? (
        <div className={styles.inside}>
          {endpoint.description ? <p>{endpoint.description}</p> : null}
          <Code label={`command for ${endpoint.id}`} text={curlOf(endpoint, origin)} />
          <Fields title="Parameters" fields={endpoint.parameters} />
          <Fields title="Body" fields={endpoint.body} />
          <Fields title={`Answer ${endpoint.status}`} fields={endpoint.answer} />
          {endpoint.problems.length > 0 ? (
            <Part title="Its own problem types, besides bad-request, invalid, unauthenticated, forbidden and not-found">
              <p className={styles.tags}>
                {endpoint.problems.map(type => (
                  <Tag key={type}>{type}</Tag>
                ))}
              </p>
            </Part>
          ) : null}
        </div>
      ) : null}
    </article>
  )
}

function Fields({ title, fields }: { title: string; fields: readonly (Field & { in?: string })[] }) {
  if (fields.length === 0) return null
  return (
    <Part title={title}>
      <div className={styles.scroll}>
        <table className={styles.fields}>
          <thead className="hp-sr">
            <tr>
              <th scope="col">field</th>
              <th scope="col">type</th>
              <th scope="col">meaning</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(field => (
              <tr key={`${field.in ?? ''} ${field.name}`}>
                <th scope="row">
                  {field.name}
                  {field.required ? null : <span className="hp-muted"> optional</span>}
                </th>
                <td>{field.type}</td>
                <td>
                  {[field.in === 'header' ? 'Header.' : '', field.description, field.limits].filter(Boolean).join(' ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  )
}
