/** The pages about who is notified of what, for the tabs. */
export const alertPages = [
  { href: '/alerts', label: 'Alerts' },
  { href: '/alerts/channels', label: 'Channels' },
  { href: '/alerts/on-call', label: 'On-call' },
]

export const ruleHref = ({ slug }: { slug: string }): string => `/alerts/rules/${encodeURIComponent(slug)}`
export const channelHref = ({ slug }: { slug: string }): string => `/alerts/channels/${encodeURIComponent(slug)}`
export const onCallHref = ({ slug }: { slug: string }): string => `/alerts/on-call/${encodeURIComponent(slug)}`
