import { BlockList, isIP } from 'node:net'
import { StartError } from '#lib/platform/start-error.ts'

/** Proxies whose word about the caller's address is believed. */
export type TrustedProxies = BlockList

/**
 * Reads HOLDPOINT_TRUSTED_PROXIES: addresses and CIDR ranges, separated by commas or spaces.
 * Throws a StartError that names the entry which is neither.
 */
export function trustedProxies(list: string | null | undefined): TrustedProxies {
  const trusted = new BlockList()
  for (const entry of (list ?? '').split(/[\s,]+/).filter(Boolean)) {
    const [, text = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const address = plain(text)
    const version = address === null ? 0 : isIP(address)
    const width = version === 4 ? 32 : 128
    if (address === null || version === 0 || Number(bits ?? width) > width) {
      throw new StartError(
        `The environment variable HOLDPOINT_TRUSTED_PROXIES is wrong: ${JSON.stringify(entry)} is neither an address nor a range like 10.0.0.0/8.`,
      )
    }
    trusted.addSubnet(address, Number(bits ?? width), version === 4 ? 'ipv4' : 'ipv6')
  }
  return trusted
}

/**
 * The caller's address: the peer's own, or, when the peer is a trusted proxy, the last one in X-Forwarded-For that no
 * trusted proxy vouches past. What a client writes into the header itself stands further left and is never reached.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): string {
  let current = plain(peer ?? '') ?? ''
  const hops = (forwardedFor ?? '').split(',')
  while (current !== '' && isTrusted(trusted, current)) {
    const next = plain(withoutPort(hops.pop()?.trim() ?? ''))
    if (next === null) break
    current = next
  }
  return current
}

/** One counter for one customer of a provider: a single IPv4 address, or an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const front = head.split(':').filter(Boolean)
  const back = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const middle = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = [...front, ...(tail === undefined ? [] : middle), ...back].slice(0, 4)
  return `${groups.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

const isTrusted = (trusted: BlockList, address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `1.2.3.4:5678` and `[::1]:5678`, as some proxies write. */
function withoutPort(text: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text
}

/** An address in one spelling (`::ffff:1.2.3.4` is `1.2.3.4`), or null. */
function plain(text: string): string | null {
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text.toLowerCase()
  return isIP(address) === 0 ? null : address
}
