import { newId } from '#lib/shared/ids.ts'

/** Headers that only the front server writes; values that a client sent are overwritten. */
export const peerHeader = 'x-holdpoint-peer'
export const requestIdHeader = 'x-holdpoint-request'
/** The nonce of a page's scripts, and the path with query that a page is rendered for. */
export const nonceHeader = 'x-nonce'
export const pathHeader = 'x-holdpoint-path'

/** The caller's network address as the server in front saw it; null where nothing stands in front (tests). */
export const peerOf = (request: { headers: Headers }): string | null => request.headers.get(peerHeader)

/** The id under which this request stands in answers, logs and audit. */
export const requestIdOf = (request: { headers: Headers }): string =>
  request.headers.get(requestIdHeader) ?? newId('req')
