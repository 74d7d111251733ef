import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  compareAnswer,
  compareQuery,
  registerBody,
  releaseDetail,
  releaseItem,
  releasePage,
  releaseQuery,
  releaseSlug,
  seenAnswer,
  seenQuery,
  useAnswer,
  useQuery,
} from './schemas.ts'

const params = z.strictObject({ slug: releaseSlug })

export const listSeenReleasesContract = defineContract({
  id: 'releases.seen',
  method: 'GET',
  path: '/api/v1/releases/seen',
  summary: 'Releases that traces have named, with their first and last appearance',
  description: 'Read from the rollups. With an environment, the appearances are those there.',
  permission: 'project.read',
  audit: null,
  query: seenQuery,
  response: seenAnswer,
})

export const registerReleaseContract = defineContract({
  id: 'releases.register',
  method: 'PUT',
  path: '/api/v1/releases/{slug}',
  summary: 'Register a release: code, model, prompts and retrieval together',
  description: 'A release never changes. The same body again is answered 200, another body 409 release-differs.',
  permission: 'releases.register',
  audit: 'release.registered',
  params,
  body: registerBody,
  response: releaseItem,
  created: ({ created }) => created === true,
  problems: ['release-differs'],
  example: {
    agent: 'incident-responder',
    code: 'git:4f1c2ab',
    model: { provider: 'anthropic', id: 'claude-sonnet-4-5-20250929', parameters: { temperature: 0.2 } },
    prompts: { triage: '14' },
  },
})

export const listReleasesContract = defineContract({
  id: 'releases.list',
  method: 'GET',
  path: '/api/v1/releases',
  summary: 'List registered releases, newest first, each with its figures of the last 30 days',
  permission: 'releases.read',
  audit: null,
  query: releaseQuery,
  response: releasePage,
})

export const getReleaseContract = defineContract({
  id: 'releases.get',
  method: 'GET',
  path: '/api/v1/releases/{slug}',
  summary: 'One registered release',
  permission: 'releases.read',
  audit: null,
  params,
  response: releaseDetail,
})

export const releaseUseContract = defineContract({
  id: 'releases.use',
  method: 'GET',
  path: '/api/v1/releases/{slug}/use',
  summary:
    'A release as traces show it: figures of the last 30 days, models, and incidents of its agent while it was seen',
  permission: 'releases.read',
  audit: null,
  params,
  query: useQuery,
  response: useAnswer,
})

export const compareReleasesContract = defineContract({
  id: 'releases.compare',
  method: 'GET',
  path: '/api/v1/releases/{slug}/compare',
  summary: 'What differs between two releases, with the figures of both of the last 30 days',
  permission: 'releases.read',
  audit: null,
  params,
  query: compareQuery,
  response: compareAnswer,
})
