import Link from 'next/link'
import styles from './docs.module.css'

const protocols = [
  ['POST /api/otlp/v1/traces, /logs, /metrics', 'OTLP/HTTP, protobuf or JSON, gzip or deflate; 200 means stored'],
  ['POST /api/public/otel/v1/traces', "the same, for Langfuse's SDKs; older ones use /api/public/ingestion"],
  [
    'GET /api/v1/stream',
    'server-sent events of what changed; resume with Last-Event-ID (an event `gap` says that more was missed than is kept)',
  ],
  ['GET /.well-known/jwks.json', 'public keys of receipts'],
  ['GET /api/health, /api/ready', 'the process is alive; it can serve'],
]

/** What applies to every endpoint, and those that speak a protocol of their own. */
export function Preface() {
  return (
    <div className={styles.preface}>
      <p>
        JSON in and out. Times are RFC 3339 in UTC, money is decimal text in USD, unknown is null. Send a key as{' '}
        <code>Authorization: Bearer hp_…</code> or as the password of Basic. Lists answer{' '}
        <code>{'{items, nextCursor}'}</code>; send the cursor back to go on. Errors are RFC 9457 problem documents:
        branch on their <code>type</code>. The document itself is{' '}
        <Link href="/api/openapi.json">/api/openapi.json</Link> (OpenAPI 3.1).
      </p>
      <dl>
        {protocols.map(([path, what]) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
