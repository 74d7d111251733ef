import { beforeAll, expect, test } from 'vitest'
import { BadReceipt } from './errors.ts'
import { type KeySet, verifyReceipt } from './receipts.ts'

const text = (value: object | Uint8Array) =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64url')
const header = { alg: 'EdDSA', typ: 'holdpoint-receipt+jwt', kid: 'k' }
const claims = { iss: 'holdpoint', aid: 'apr_1', digest: 'sha256:1', decision: 'approve', iat: 100, exp: 400 }
let keys: KeySet
let sign: (header: object, claims: object) => Promise<string>

beforeAll(async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const { x } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  keys = { keys: [{ kid: 'k', crv: 'Ed25519', ...(x === undefined ? {} : { x }) }] }
  sign = async (head, body) => {
    const signed = `${text(head)}.${text(body)}`
    return `${signed}.${text(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, Buffer.from(signed))))}`
  }
})

test('a receipt is read without a server', async () => {
  expect(await verifyReceipt(await sign(header, claims), keys, 200_000)).toEqual(claims)
})

test.each([
  ['of no algorithm', { alg: 'none' }, {}, 200],
  ['of another kind', { typ: 'JWT' }, {}, 200],
  ['by a key that is not known', { kid: 'other' }, {}, 200],
  ['of somebody else', {}, { iss: 'me' }, 200],
  ['that is over', {}, {}, 461],
  ['that has not begun', {}, {}, 39],
  ['without an end', {}, { exp: null }, 200],
])('a receipt %s is invalid', async (_, head, body, seconds) => {
  const receipt = await sign({ ...header, ...head }, { ...claims, ...body })
  await expect(verifyReceipt(receipt, keys, seconds * 1_000)).rejects.toThrow(BadReceipt)
})

test('a receipt with a changed letter, and text that is not a receipt, are invalid', async () => {
  const receipt = await sign(header, claims)
  const other = receipt.replace(text(claims), text({ ...claims, aid: 'apr_2' }))
  for (const forged of [other, `${receipt.slice(0, -4)}AAAA`, `${receipt}.x`, '', 'a.b', 'a.b.c', 'é.é.é'])
    await expect(verifyReceipt(forged, keys, 200_000)).rejects.toThrow(BadReceipt)
})

test.each([{}, { keys: null }, { keys: 'x' }, { keys: [null] }, { keys: [{ kid: 'a', crv: 'Ed25519', x: 7 }] }, null])(
  'with unreadable keys, %j, the receipt is invalid',
  async broken => {
    const receipt = await sign(header, claims)
    await expect(verifyReceipt(receipt, broken as never, 200_000)).rejects.toThrow(BadReceipt)
  },
)
