import type { RequestBody, Subject } from './schemas.ts'

/** The run of a request: the run that it names, or its trace. */
export const runOf = ({ runId, traceId }: Pick<RequestBody, 'runId' | 'traceId'>): string | null =>
  runId ?? traceId ?? null

export const subjectOf = (projectId: string, body: RequestBody): Subject => ({
  project: projectId,
  environment: body.environment,
  agent: body.agent,
  release: body.release ?? null,
  run: runOf(body),
  tool: body.tool,
  toolVersion: body.toolVersion ?? null,
  arguments: body.arguments,
})
