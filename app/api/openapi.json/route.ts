import path from 'node:path'
import { loadLane } from '#lib/http/lane.ts'
import { openApiDocument } from '#lib/http/openapi.ts'
import { plain } from '#lib/http/plain.ts'

let document: Promise<unknown> | undefined

/** Built once from the contracts of every route. */
export const GET = plain(
  { id: 'process.openapi', summary: 'This document', produces: 'application/json' },
  async () => {
    document ??= loadLane(path.resolve(process.cwd(), 'app')).then(openApiDocument)
    return Response.json(await document, { headers: { 'cache-control': 'no-cache' } })
  },
)
