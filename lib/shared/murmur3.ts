const utf8 = new TextEncoder()
const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))
const mixed = (block: number) => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)

/** MurmurHash3, x86, 32 bits, of the text in UTF-8, as an unsigned number: the hash that feature flag systems share. */
export function murmur3(text: string, seed = 0): number {
  const bytes = utf8.encode(text)
  const byte = (at: number) => bytes[at] ?? 0
  const whole = bytes.length & ~3
  let hash = seed
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24))
    hash = Math.imul(rotate(hash, 13), 5) + 0xe6546b64
  }
  if (bytes.length > whole) hash ^= mixed(byte(whole) | (byte(whole + 1) << 8) | (byte(whole + 2) << 16))
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
