import { parseAsString, parseAsStringLiteral } from 'nuqs/server'

const inboxTabs = ['waiting', 'decided'] as const
export type InboxTab = (typeof inboxTabs)[number]

/** What became of a request, as the filter of the decided list offers it: how it was decided, or where it stands. */
export const becomes = ['approve', 'edit', 'reject', 'respond', 'executed', 'failed', 'expired', 'cancelled'] as const
export type Became = (typeof becomes)[number]

/** What is open in the inbox; a link shows a colleague the same requests. */
export const inboxView = {
  tab: parseAsStringLiteral(inboxTabs).withDefault('waiting'),
  id: parseAsString,
  became: parseAsStringLiteral(becomes),
  /** Id or a part of the name of the decider; `me`: the caller. */
  by: parseAsString,
}

export interface InboxFilter {
  tab: InboxTab
  became: Became | null
  by: string | null
}
