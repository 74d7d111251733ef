import { expect, it } from 'vitest'
import { browserName, keyStatus, tokenOf } from './view.ts'

const linux = 'Mozilla/5.0 (X11; Linux x86_64)'
it.each([
  [`${linux} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36`, 'Chrome on Linux'],
  [`${linux} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0`, 'Edge on Linux'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox on macOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['curl/8.5.0', 'curl/8.5.0'],
  [null, 'Unknown client'],
])('%s is %s', (userAgent, name) => expect(browserName(userAgent)).toBe(name))

const hour = '2026-11-24T12:00:00.000000Z'
it.each([
  [{ expiresAt: null, revokedAt: null }, 'active'],
  [{ expiresAt: '2026-11-24T12:00:00.000001Z', revokedAt: null }, 'expired'],
  [{ expiresAt: '2026-11-24T12:00:01Z', revokedAt: null }, 'active'],
  [{ expiresAt: '2026-11-25T12:00:00Z', revokedAt: hour }, 'revoked'],
])('%j is %s', (key, status) => expect(keyStatus(key, Date.parse('2026-11-24T12:00:00.000Z'))).toBe(status))

it.each([
  ['http://localhost:3000/setup?token=aB_-9', 'aB_-9'],
  ['  aB_-9\n', 'aB_-9'],
  ['Create the first administrator: http://x/setup?a=1&token=zz', 'zz'],
])('finds the token in %j', (pasted, token) => expect(tokenOf(pasted)).toBe(token))
