import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressGroup, clientAddress, trustedProxies } from './client-address.ts'

describe('clientAddress', () => {
  const none = trustedProxies('')
  const proxies = trustedProxies('10.0.0.0/8, 192.0.2.7 2001:db8::/32')
  it.each([
    ['203.0.113.5', '198.51.100.1', none, '203.0.113.5'],
    ['203.0.113.5', '198.51.100.1', proxies, '203.0.113.5'],
    ['10.1.2.3', '198.51.100.1', proxies, '198.51.100.1'],
    ['::ffff:10.1.2.3', '198.51.100.1', proxies, '198.51.100.1'],
    ['10.1.2.3', '6.6.6.6, 198.51.100.1', proxies, '198.51.100.1'],
    ['10.1.2.3', '6.6.6.6, 198.51.100.1, 192.0.2.7', proxies, '198.51.100.1'],
    ['10.1.2.3', '6.6.6.6, 192.0.2.8', proxies, '192.0.2.8'],
    ['10.1.2.3', '198.51.100.1:4711', proxies, '198.51.100.1'],
    ['2001:db8::1', '[2001:DB9::5]:80', proxies, '2001:db9::5'],
    ['10.1.2.3', '198.51.100.1, unknown', proxies, '10.1.2.3'],
    ['10.1.2.3', '10.9.9.9', proxies, '10.9.9.9'],
    ['10.1.2.3', undefined, proxies, '10.1.2.3'],
    [undefined, '198.51.100.1', proxies, ''],
  ])('peer %s forwarding %s', (peer, header, trusted, expected) =>
    expect(clientAddress(peer, header, trusted)).toBe(expected),
  )

  it('the address of an untrusted caller counts, whatever it forwards', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), hops => {
        expect(clientAddress('203.0.113.5', hops.join(','), proxies)).toBe('203.0.113.5')
        expect(clientAddress('10.0.0.1', [...hops, '198.51.100.9'].join(','), proxies)).toBe('198.51.100.9')
      }),
    )
  })
})

it.each(['nonsense', '10.0.0.0/33', '::1/129', '10.0.0.0/x', '1.2.3'])('the list %s is invalid and named', list => {
  expect(() => trustedProxies(list)).toThrow(/HOLDPOINT_TRUSTED_PROXIES is wrong/)
})

it.each([
  ['198.51.100.1', '198.51.100.1'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:ffff:1:2:3', '2001:db8:0:1::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('counts %s under %s', (address, group) => expect(addressGroup(address)).toBe(group))
