import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import {
  actionBody,
  createBody,
  extendBody,
  freezeFields,
  markerAnswer,
  markerQuery,
  rolloutDetail,
  rolloutItem,
  rolloutPage,
  rolloutQuery,
  skipBody,
  strategyFields,
} from './schemas.ts'

export const strategyConfig = configContracts({
  name: 'strategy',
  plural: 'strategies',
  fields: strategyFields,
  read: 'project.read',
  write: 'rollouts.manage',
  example: {
    phases: [
      { weightBps: 1_000, seconds: 3_600 },
      { weightBps: 10_000, seconds: 43_200 },
    ],
  },
})

export const freezeConfig = configContracts({
  name: 'freeze',
  plural: 'freezes',
  fields: freezeFields,
  read: 'project.read',
  write: 'rollouts.manage',
  example: {
    ...{ reason: 'No releases over the weekend', timeZone: 'Europe/Vienna' },
    windows: [{ days: ['fri'], from: '16:00', to: '23:59' }],
  },
})

const params = z.strictObject({ id: z.string().min(1).max(100) })
const one = { params, permission: 'rollouts.manage' as const, method: 'POST' as const, response: rolloutItem }
const problems = ['stale-revision', 'not-possible']

export const listRolloutsContract = defineContract({
  id: 'rollouts.list',
  method: 'GET',
  path: '/api/v1/rollouts',
  summary: 'List rollouts, the newest first',
  permission: 'project.read',
  audit: null,
  query: rolloutQuery,
  response: rolloutPage,
})

export const listRolloutMarkersContract = defineContract({
  id: 'rollouts.markers',
  method: 'GET',
  path: '/api/v1/rollouts/markers',
  summary: 'When rollouts changed which release serves whom: for the time axis of charts',
  permission: 'project.read',
  audit: null,
  query: markerQuery,
  response: markerAnswer,
})

export const getRolloutContract = defineContract({
  id: 'rollouts.get',
  method: 'GET',
  path: '/api/v1/rollouts/{id}',
  summary: 'A rollout with its decisions and the evidence of each',
  permission: 'project.read',
  audit: null,
  params,
  response: rolloutDetail,
})

export const createRolloutContract = defineContract({
  id: 'rollouts.create',
  method: 'POST',
  path: '/api/v1/rollouts',
  summary: 'Start to roll a release out, or to move a label of a prompt in stages',
  permission: 'rollouts.manage',
  audit: 'rollout.created',
  body: createBody,
  response: rolloutItem,
  created: () => true,
  problems: ['rollout-active', 'held-by-rollout', 'stale-revision', 'move-waiting'],
  example: { agent: 'support-triage', environment: 'production', candidate: 'triage-2026-11-28' },
})

export const pauseRolloutContract = defineContract({
  ...one,
  id: 'rollouts.pause',
  path: '/api/v1/rollouts/{id}/pause',
  summary: 'Pause a rollout at its share',
  audit: 'rollout.paused',
  body: actionBody,
  problems,
})

export const resumeRolloutContract = defineContract({
  ...one,
  id: 'rollouts.resume',
  path: '/api/v1/rollouts/{id}/resume',
  summary: 'Resume a paused rollout',
  audit: 'rollout.resumed',
  body: actionBody,
  problems,
})

export const extendRolloutContract = defineContract({
  ...one,
  id: 'rollouts.extend',
  path: '/api/v1/rollouts/{id}/extend',
  summary: 'Let a rollout wait longer for evidence',
  audit: 'rollout.extended',
  body: extendBody,
  problems,
})

export const promoteRolloutContract = defineContract({
  ...one,
  id: 'rollouts.promote',
  path: '/api/v1/rollouts/{id}/promote',
  summary: 'Advance to the next phase',
  description:
    'If not every gate has passed it takes two people: the first call stores the proposal, and the same call by somebody else carries it out.',
  audit: 'rollout.promoted',
  body: actionBody,
  problems: ['stale-revision', 'not-possible', 'frozen', 'second-approver'],
})

export const abortRolloutContract = defineContract({
  ...one,
  id: 'rollouts.abort',
  path: '/api/v1/rollouts/{id}/abort',
  summary: 'Roll back to the baseline at once, or give it up before its first phase',
  audit: 'rollout.rolled_back',
  body: actionBody,
  problems,
})

export const skipGateContract = defineContract({
  ...one,
  id: 'rollouts.skip-gate',
  path: '/api/v1/rollouts/{id}/skip-gate',
  summary: 'Skip a gate in this phase',
  description: 'It takes two people, as a promotion on thin evidence does. Safety cannot be skipped.',
  audit: 'rollout.gate_skipped',
  body: skipBody,
  problems: ['stale-revision', 'not-possible', 'second-approver'],
})
