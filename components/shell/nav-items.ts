import {
  IconApi,
  IconBell,
  IconBook2,
  IconCircuitSwitchOpen,
  IconClipboardCheck,
  IconCoin,
  IconDatabaseSearch,
  IconGauge,
  IconHandStop,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconListTree,
  IconMessages,
  IconPackage,
  IconPlugConnected,
  IconQuote,
  IconRobot,
  IconSettings,
  IconShieldCheck,
  IconStairsUp,
  IconStar,
  IconTargetArrow,
  IconTool,
  IconUrgent,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { navigation } from '#lib/domain/list.ts'
import { navigationGroups, type Place, type PlaceIcon } from '#lib/shared/navigation.ts'

export const icons: Record<PlaceIcon, typeof IconKey> = {
  agent: IconRobot,
  api: IconApi,
  book: IconBook2,
  breaker: IconCircuitSwitchOpen,
  checklist: IconListCheck,
  clipboard: IconClipboardCheck,
  database: IconDatabaseSearch,
  quote: IconQuote,
  coin: IconCoin,
  dashboard: IconLayoutDashboard,
  gauge: IconGauge,
  hand: IconHandStop,
  history: IconHistory,
  key: IconKey,
  messages: IconMessages,
  package: IconPackage,
  person: IconUserCircle,
  people: IconUsers,
  plug: IconPlugConnected,
  settings: IconSettings,
  shield: IconShieldCheck,
  siren: IconUrgent,
  stairs: IconStairsUp,
  star: IconStar,
  bell: IconBell,
  target: IconTargetArrow,
  tool: IconTool,
  tree: IconListTree,
}

const drawn = (place: Place) => ({ ...place, icon: icons[place.icon] })

/** What exists, and nothing else: the side bar, the palette and the shortcuts are all made from this. */
export const navGroups = navigationGroups.map(label => ({
  label,
  items: navigation.flatMap(({ sideBar }) => sideBar?.[label] ?? []).map(drawn),
}))

/** The documentation belongs to no domain. */
const documentation: Place[] = [
  { id: 'connect', label: 'Connect an agent', href: '/docs/connect', icon: 'plug' },
  { id: 'api', label: 'API reference', href: '/docs/api', icon: 'api' },
]

/** Places that the palette and the keyboard know beside the side bar's. */
export const morePlaces = [...navigation.flatMap(({ more }) => more ?? []), ...documentation].map(drawn)

export const navItems = navGroups.flatMap(group => group.items)

/** Places with a key of their own after `g`: what the keyboard does and what its sheet lists. */
export const keyPlaces = [...navItems, ...morePlaces].flatMap(({ goKey, label, href }) =>
  goKey ? [{ keys: `g ${goKey}`, label, href }] : [],
)
