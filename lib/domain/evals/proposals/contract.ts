import { defineContract } from '#lib/shared/contract.ts'
import { idParams } from '../schemas.ts'
import { acceptBody, proposalItem, proposalPage, proposalQuery, proposeBody } from './schemas.ts'

export const listProposalsContract = defineContract({
  id: 'eval-proposals.list',
  method: 'GET',
  path: '/api/v1/eval-proposals',
  summary: 'Traces that are proposed as scenarios, newest first',
  permission: 'evals.read',
  audit: null,
  query: proposalQuery,
  response: proposalPage,
})

export const proposeTraceContract = defineContract({
  id: 'eval-proposals.make',
  method: 'POST',
  path: '/api/v1/eval-proposals',
  summary: 'Propose a trace as a scenario of a suite',
  permission: 'evals.report',
  audit: 'eval-proposal.made',
  body: proposeBody,
  response: proposalItem,
  idempotent: true,
  example: { suite: 'incident_investigation', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
})

export const acceptProposalContract = defineContract({
  id: 'eval-proposals.accept',
  method: 'POST',
  path: '/api/v1/eval-proposals/{id}/accept',
  summary: 'Make a scenario of a proposed trace: a new version of its suite',
  permission: 'evals.accept',
  audit: 'eval-proposal.accepted',
  params: idParams,
  body: acceptBody,
  response: proposalItem,
  idempotent: true,
  problems: ['decided', 'stale-revision'],
  example: { scenario: 'disk-full-node-3', expectedFindings: ['log rotation is off'] },
})

export const dismissProposalContract = defineContract({
  id: 'eval-proposals.dismiss',
  method: 'POST',
  path: '/api/v1/eval-proposals/{id}/dismiss',
  summary: 'Dismiss a proposed trace',
  permission: 'evals.accept',
  audit: 'eval-proposal.dismissed',
  params: idParams,
  response: proposalItem,
  problems: ['decided'],
})
