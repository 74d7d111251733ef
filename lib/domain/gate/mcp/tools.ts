import type { z } from 'zod'
import {
  cancelApprovalContract,
  claimApprovalContract,
  getApprovalContract,
  listApprovalsContract,
  outcomeApprovalContract,
  requestApprovalContract,
} from '#lib/domain/approvals/contract.ts'
import {
  cancelApproval,
  claimApproval,
  getApproval,
  listApprovals,
  reportOutcome,
  requestApproval,
} from '#lib/domain/approvals/index.ts'
import { getIncidentContract, listIncidentsContract } from '#lib/domain/incidents/contract.ts'
import { getIncident, listIncidents } from '#lib/domain/incidents/index.ts'
import { queryMetricsContract } from '#lib/domain/metrics/contract.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { askPermitContract, endRunContract, tellPermitContract } from '#lib/domain/permits/contract.ts'
import { askPermit, endTheRun, tellPermit } from '#lib/domain/permits/index.ts'
import { getTraceContract, listTracesContract } from '#lib/domain/traces/contract.ts'
import { getTrace, listTraces } from '#lib/domain/traces/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { AnyContract, Input, Output } from '#lib/shared/contract.ts'

/** An endpoint as a tool. Its input is path, query and body of the contract in one object. */
export interface EndpointTool {
  name: string
  contract: AnyContract
  /** Runs the verb on the three parts, and returns the answer of the contract. */
  run: (ctx: Context, parts: Record<string, unknown>) => Promise<unknown>
  /** Fields that are optional for the endpoint but required for the tool. */
  required: readonly string[]
  /** Whether it may wait for a person. */
  waits?: boolean
}

function tool<C extends AnyContract>(
  name: string,
  contract: C,
  verb: (ctx: Context, input: Input<C>) => Promise<Output<C>>,
  required: readonly string[] = [],
): EndpointTool {
  return {
    name,
    contract,
    required,
    run: async (ctx, parts) => (contract.response as z.ZodType).parse(await verb(ctx, parts as Input<C>)),
  }
}

/** What an agent can do and read through MCP. A tool call id is required, because without it a lost answer would lead to a second request. */
export const endpointTools: readonly EndpointTool[] = [
  tool('request_approval', requestApprovalContract, requestApproval, ['toolCallId']),
  { ...tool('await_approval', getApprovalContract, getApproval), waits: true },
  tool('claim_approval', claimApprovalContract, claimApproval),
  tool('report_outcome', outcomeApprovalContract, reportOutcome),
  tool('cancel_approval', cancelApprovalContract, cancelApproval),
  tool('ask_permit', askPermitContract, askPermit),
  tool('report_permit', tellPermitContract, tellPermit),
  tool('end_run', endRunContract, endTheRun),
  tool('list_approvals', listApprovalsContract, listApprovals),
  tool('list_traces', listTracesContract, listTraces),
  tool('get_trace', getTraceContract, getTrace),
  tool('list_incidents', listIncidentsContract, listIncidents),
  tool('get_incident', getIncidentContract, getIncident),
  tool('query_metrics', queryMetricsContract, queryMetrics),
]
