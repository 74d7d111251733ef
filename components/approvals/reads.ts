import { decisionKinds, statuses } from '#lib/domain/approvals/schemas.ts'
import type { Became, InboxFilter } from './search-params.ts'

/** The list that the inbox reads, on the server and in the browser. */
export const inboxPages = ({ tab, became, by }: InboxFilter, environment: string | null) => ({
  key: tab === 'decided' ? [tab, environment, became, by] : [tab, environment],
  filters: () => ({
    ...(tab === 'decided' ? decidedQuery(became, by) : { status: tab }),
    environment: environment ?? undefined,
  }),
})

/** The open request that the inbox reads. */
export const requestOf = (id: string) => ({ params: { id } })

/** The API has two filters for what became of a request: the kind of the decision, and the status. */
function decidedQuery(became: Became | null, by: string | null) {
  const decision = decisionKinds.find(kind => kind === became)
  const status = statuses.find(one => one === became)
  return { status: status ?? ('decided' as const), decision, decidedBy: by ?? undefined }
}
