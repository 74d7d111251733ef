import path from 'node:path'
import { loadLane } from '#lib/http/lane.ts'
import { contractsOf, openApiDocument } from '#lib/http/openapi.ts'

let document: Promise<unknown> | undefined

/** Built once from the contracts of every route. */
export const GET = async () => {
  document ??= loadLane(path.resolve(process.cwd(), 'app')).then(routes => openApiDocument(contractsOf(routes)))
  return Response.json(await document)
}
