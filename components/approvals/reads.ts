import { decisionKinds, statuses } from '#lib/domain/approvals/schemas.ts'
import type { Became, InboxFilter } from './search-params.ts'

/** What the inbox asks for, on the server and in the browser: its list … */
export const inboxPages = ({ tab, became, by }: InboxFilter, environment: string | null) => ({
  key: tab === 'decided' ? [tab, environment, became, by] : [tab, environment],
  filters: () => ({
    ...(tab === 'decided' ? decidedQuery(became, by) : { status: tab }),
    environment: environment ?? undefined,
  }),
})

/** … and the request that is open. */
export const requestOf = (id: string) => ({ params: { id } })

/** The kind of a decision is one filter of the API, its result another. */
function decidedQuery(became: Became | null, by: string | null) {
  const decision = decisionKinds.find(kind => kind === became)
  const status = statuses.find(one => one === became)
  return { status: status ?? ('decided' as const), decision, decidedBy: by ?? undefined }
}
