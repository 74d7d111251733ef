import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
interface Network {
  address: Address
  bits: number
  /** Only this port of it; null: every one. */
  port: number | null
}

/** Networks such as 10.0.0.0/8 that may be reached although they are not public. */
export type Networks = readonly Network[]

/** Reads `10.0.0.0/8, 127.0.0.1, 127.0.0.1:11434, [::1]:11434`; null where one of them is no network. */
export function parseNetworks(text: string): Networks | null {
  const networks = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseNetwork)
  return networks.every(network => network !== null) ? networks : null
}

function parseNetwork(part: string): Network | null {
  if (ipaddr.isValidCIDR(part)) {
    const [address, bits] = ipaddr.parseCIDR(part)
    return { address, bits, port: null }
  }
  const [, six, four, digits] = /^(?:\[([\da-f:.]+)\]|([\d.]+)):(\d{1,5})$/i.exec(part) ?? []
  const literal = six ?? four ?? part
  const port = digits === undefined ? null : Number(digits)
  if (!ipaddr.isValid(literal) || port === 0 || (port ?? 0) > 65_535) return null
  const address = ipaddr.parse(literal)
  return { address, bits: address.kind() === 'ipv4' ? 32 : 128, port }
}

/**
 * Whether a connection to an address and port may be opened: it belongs to the public internet, or to a network that the
 * operator has named. An IPv4 address inside an IPv6 one counts as the IPv4 address; other ways to carry one (NAT64,
 * 6to4, Teredo) are blocked, since they lead where nobody can tell.
 */
export function mayReach(text: string, port: number, allowed: Networks): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() === 'unicast') return true
  return allowed.some(
    ({ address: network, bits, port: only }) =>
      (only === null || only === port) && network.kind() === address.kind() && address.match(network as never, bits),
  )
}
