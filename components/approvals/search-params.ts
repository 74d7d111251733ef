import { parseAsString, parseAsStringLiteral } from 'nuqs/server'

const inboxTabs = ['waiting', 'decided'] as const
export type InboxTab = (typeof inboxTabs)[number]

/** The choices of the decided list's filter: how a request was decided, or its status. */
export const becomes = ['approve', 'edit', 'reject', 'respond', 'executed', 'failed', 'expired', 'cancelled'] as const
export type Became = (typeof becomes)[number]

/** What is open in the inbox. It is in the address, so that a link shows a colleague the same requests. */
export const inboxView = {
  tab: parseAsStringLiteral(inboxTabs).withDefault('waiting'),
  id: parseAsString,
  became: parseAsStringLiteral(becomes),
  /** Id or part of the name of the person who decided; `me`: the caller. */
  by: parseAsString,
}

export interface InboxFilter {
  tab: InboxTab
  became: Became | null
  by: string | null
}
