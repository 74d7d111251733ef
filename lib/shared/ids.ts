const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Random bytes for many ids: drawing them costs more than the rest. */
const drawn = new Uint8Array(4096)
let next = drawn.length

/**
 * A sortable identifier: `<prefix>_` + 10 characters of milliseconds + 16 random (80 bits), Crockford base 32.
 * Opaque to clients.
 */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  let time = ''
  let rest = nowMs
  for (let i = 0; i < 10; i++) {
    time = alphabet.charAt(rest % 32) + time
    rest = Math.floor(rest / 32)
  }
  if (next + 16 > drawn.length) {
    crypto.getRandomValues(drawn)
    next = 0
  }
  let random = ''
  for (const byte of drawn.subarray(next, next + 16)) random += alphabet.charAt(byte & 31)
  next += 16
  return `${prefix}_${time}${random}`
}
