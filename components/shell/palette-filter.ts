import { isActionsGroup, type SpotlightActionData, type SpotlightFilterFunction } from '@mantine/spotlight'

type Entry = Parameters<SpotlightFilterFunction>[1][number]

/**
 * Leaves what has every word of the query in its label, description or keywords, in the order given: what waits for a
 * decision stands before the search for traces, which the query always matches.
 */
export const inOrder: SpotlightFilterFunction = (query, actions) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = ({ label, description, keywords }: SpotlightActionData) => {
    const text = [label, description, ...[keywords ?? []].flat()].join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  }
  return actions.flatMap((action): Entry[] => {
    if (!isActionsGroup(action)) return matches(action) ? [action] : []
    const left = action.actions.filter(matches)
    return left.length > 0 ? [{ ...action, actions: left }] : []
  })
}
