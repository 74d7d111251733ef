import { parseAsString, parseAsStringLiteral } from 'nuqs'

const inboxTabs = ['waiting', 'decided'] as const
export type InboxTab = (typeof inboxTabs)[number]

/** What is open in the inbox; a link shows a colleague the same request. */
export const inboxView = {
  tab: parseAsStringLiteral(inboxTabs).withDefault('waiting'),
  id: parseAsString,
}
