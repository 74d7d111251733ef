import { limits } from './limits.ts'

/** Text that Postgres and JSON can hold: no NUL, no lone surrogates, cut with a mark beyond the limit. */
export function cleanText(text: string): string {
  const short =
    text.length > limits.textLength ? `${text.slice(0, limits.textLength)}… [cut, ${text.length} characters]` : text
  const whole = short.isWellFormed() ? short : short.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '\u2400') : whole
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexDigits[byte]
  return text
}
