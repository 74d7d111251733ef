/** Names of shapes, not components: this module is pure and the shell draws them. */
export type PlaceIcon =
  | 'agent'
  | 'api'
  | 'book'
  | 'bell'
  | 'breaker'
  | 'checklist'
  | 'clipboard'
  | 'coin'
  | 'dashboard'
  | 'database'
  | 'gauge'
  | 'hand'
  | 'history'
  | 'key'
  | 'person'
  | 'people'
  | 'plug'
  | 'quote'
  | 'settings'
  | 'shield'
  | 'siren'
  | 'tree'
  | 'messages'
  | 'package'
  | 'stairs'
  | 'star'
  | 'target'
  | 'tool'

export interface Place {
  /** Also the name of its badge. */
  id: string
  label: string
  href: string
  icon: PlaceIcon
  /** Second key after `g`. */
  goKey?: string
}

/** What a domain puts into the side bar, the palette and the sheet of shortcuts. */
export interface Navigation {
  /** The groups of the side bar in which it has an entry. */
  sideBar?: Partial<Record<NavigationGroup, readonly Place[]>>
  /** Places that only the palette and the keyboard know. */
  more?: readonly Place[]
  /** Its own part of the sheet of shortcuts: key and what it does. */
  shortcuts?: { title: string; keys: readonly (readonly [key: string, what: string])[] }
  /** Where the palette can lead with what was typed, or null. */
  find?(words: string): { label: string; href: string; icon: PlaceIcon } | null
}

/** Groups of the side bar, from the top. The overview has no group. */
export const navigationGroups = ['Overview', 'Act', 'Observe', 'Ship', 'Govern'] as const
type NavigationGroup = (typeof navigationGroups)[number]
