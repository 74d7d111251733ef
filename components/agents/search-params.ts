import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** What the list of agents shows: each agent, or the frameworks compared. */
const agentViews = ['agents', 'frameworks'] as const
export const agentListParams = {
  view: parseAsStringLiteral(agentViews).withDefault('agents'),
  text: parseAsString.withDefault(''),
}

/** Whether the entry of an agent is being edited. */
export const editParam = parseAsBoolean.withDefault(false)
