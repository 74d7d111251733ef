import { Code, Note, pretty } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { LateReport as Report } from '#lib/domain/approvals/schemas.ts'

const words = { executed: 'it executed the action', failed: 'the action failed' }

/** A report that came too late to count. It is evidence for the person who settles the request. */
export function LateReport({ report, settledAs }: { report: Report; settledAs: 'executed' | 'failed' | null }) {
  const contradicts = settledAs !== null && settledAs !== report.status
  return (
    <Note tone={contradicts ? 'critical' : 'warning'}>
      <p>
        <strong>Reported too late:</strong> the agent says {words[report.status]}, <When at={report.at} />.{' '}
        {settledAs === null ? 'Check it, then settle.' : null}
        {contradicts ? `A person settled it as ${settledAs}, and that stands.` : null}
      </p>
      {report.error ? (
        <p>
          <VisibleText text={report.error} />
        </p>
      ) : null}
      {report.result === null || report.result === undefined ? null : (
        <Code label="late result" text={pretty(report.result)} />
      )}
    </Note>
  )
}
