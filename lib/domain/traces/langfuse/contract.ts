import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  langfuseBatch,
  langfuseBatchAnswer,
  langfuseProjects,
  langfuseScores,
  langfuseScoresAnswer,
} from './schemas.ts'

export const langfuseProjectsContract = defineContract({
  id: 'langfuse.projects',
  method: 'GET',
  path: '/api/public/projects',
  summary: "The key's project, as Langfuse's SDKs ask for it",
  permission: 'traces.ingest',
  audit: null,
  response: langfuseProjects,
})

export const langfuseScoresContract = defineContract({
  id: 'langfuse.scores',
  method: 'POST',
  path: '/api/public/scores',
  summary: "Scores as Langfuse's SDKs send them, one or a list; the same id again replaces",
  description:
    'In a list each score is accepted or rejected on its own: `message` when all were taken, else `accepted`, `rejected` and `errors`.',
  permission: 'scores.write',
  audit: null,
  body: langfuseScores,
  response: langfuseScoresAnswer,
  text: 'clean',
})

export const langfuseIngestionContract = defineContract({
  id: 'langfuse.ingestion',
  method: 'POST',
  path: '/api/public/ingestion',
  summary: "Events of Langfuse's older SDKs (Python 2, JavaScript 3): each is accepted or rejected on its own",
  permission: 'traces.ingest',
  audit: null,
  body: langfuseBatch,
  response: langfuseBatchAnswer,
  status: 207,
  text: 'clean',
})

export const langfuseMediaContract = defineContract({
  id: 'langfuse.media',
  method: 'POST',
  path: '/api/public/media',
  summary: "Answers Langfuse's SDKs that a medium need not be uploaded: media are not kept",
  permission: 'traces.ingest',
  audit: null,
  body: z.looseObject({ sha256Hash: z.string().min(1).max(100) }),
  response: z.strictObject({ mediaId: z.string(), uploadUrl: z.null() }),
})

export const langfuseHealthContract = defineContract({
  id: 'langfuse.health',
  method: 'GET',
  path: '/api/public/health',
  summary: "Liveness, as Langfuse's SDKs ask for it",
  permission: 'instance.public',
  audit: null,
  response: z.strictObject({ status: z.literal('OK'), version: z.string() }),
})
