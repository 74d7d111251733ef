import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'

/** What e2e/fixtures/otlp/README.md says of each recording, and what reading them by eye adds. */
export interface Truth {
  spans: number
  traces: number
  /** The right tokens by the leaf rule; unknown calls (streams without usage) add nothing. */
  input: number
  output: number
  kinds: Partial<Record<CanonicalSpan['kind'], number>>
  frameworks: (string | null)[]
  agents: string[]
  sessions: string[]
  users: string[]
  errors: string[]
  noise?: number
}
