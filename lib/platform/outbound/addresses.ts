import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
/** Networks such as 10.0.0.0/8 that may be reached although they are not public. */
export type Networks = readonly [Address, number][]

/** Reads `10.0.0.0/8, 127.0.0.1`; null where one of them is no network. */
export function parseNetworks(text: string): Networks | null {
  const parts = text.split(/[\s,]+/).filter(Boolean)
  const networks = parts.map(part => {
    if (ipaddr.isValidCIDR(part)) return ipaddr.parseCIDR(part)
    if (!ipaddr.isValid(part)) return null
    const address = ipaddr.parse(part)
    return [address, address.kind() === 'ipv4' ? 32 : 128] as [Address, number]
  })
  return networks.every(network => network !== null) ? networks : null
}

/**
 * Whether a connection to an address may be opened: it belongs to the public internet, or to a network that the
 * operator has named. An IPv4 address inside an IPv6 one counts as the IPv4 address; other ways to carry one (NAT64,
 * 6to4, Teredo) are refused, since they lead where nobody can tell.
 */
export function mayReach(text: string, allowed: Networks): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() === 'unicast') return true
  return allowed.some(([network, bits]) => network.kind() === address.kind() && address.match(network as never, bits))
}
