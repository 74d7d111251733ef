import { publicKeys } from '#lib/domain/approvals/index.ts'
import { problemResponse } from '#lib/http/problem-response.ts'
import { database } from '#lib/platform/db/client.ts'
import { newId } from '#lib/shared/ids.ts'

/** Served as /.well-known/jwks.json. */
export const GET = async () => {
  try {
    return Response.json(await publicKeys(database()), { headers: { 'cache-control': 'max-age=300' } })
  } catch (error) {
    return problemResponse(error, newId('req'))
  }
}
