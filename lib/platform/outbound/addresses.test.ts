import { describe, expect, test } from 'vitest'
import { mayReach, parseNetworks } from './addresses.ts'

describe('without allowed networks', () => {
  test.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s may be reached', address => {
    expect(mayReach(address, 443, [])).toBe(true)
  })

  test.each([
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'localhost',
    '',
  ])('%j may not', address => expect(mayReach(address, 443, [])).toBe(false))
})

test('a named network may be reached, and nothing beside it', () => {
  const networks = parseNetworks('10.0.0.0/8, fd00::/8 127.0.0.1') ?? []
  expect(networks).toHaveLength(3)
  for (const address of ['10.200.0.1', 'fd00::5', '127.0.0.1', '::ffff:10.0.0.1'])
    expect(mayReach(address, 443, networks)).toBe(true)
  for (const address of ['127.0.0.2', '192.168.0.1', 'fe80::1']) expect(mayReach(address, 443, networks)).toBe(false)
})

test('an address with a port may be reached at this port alone', () => {
  const networks = parseNetworks('127.0.0.1:11434, [fd00::5]:8000') ?? []
  expect(networks).toHaveLength(2)
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1']) expect(mayReach(address, 11_434, networks)).toBe(true)
  expect(mayReach('fd00::5', 8000, networks)).toBe(true)
  for (const port of [80, 443, 5432, 11_433]) expect(mayReach('127.0.0.1', port, networks)).toBe(false)
  expect(mayReach('fd00::5', 11_434, networks)).toBe(false)
  expect(mayReach('127.0.0.2', 11_434, networks)).toBe(false)
})

test.each([
  ...['10.0.0.0/33', 'intranet', '1.2.3.4/x', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:', ':80', 'localhost:80'],
  ...['10.0.0.0/8:80', '[127.0.0.1:80', 'fd00::5]:80', '[]:80'],
])('%s is no network', text => expect(parseNetworks(text)).toBeNull())
