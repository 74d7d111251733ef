import type { ComponentType } from 'react'
import type { Approval } from '#lib/domain/approvals/schemas.ts'

/** The parts that show the trace of a request. They belong to another domain, so the page passes them in. */
export interface TraceParts {
  LedHere: ComponentType<{
    traceId: string
    spanId: string | null
    tool: string
    status: Approval['status']
    askedAt: string
  }>
  RunSoFar: ComponentType<{ traceId: string; runId: string | null }>
  /** Budget left, denied steps, breakers and incidents of the run and its agent. */
  RunControl: ComponentType<{ agent: string; runId: string | null; tool: string; environment: string }>
}
