const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

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
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let random = ''
  for (const byte of bytes) random += alphabet.charAt(byte & 31)
  return `${prefix}_${time}${random}`
}
