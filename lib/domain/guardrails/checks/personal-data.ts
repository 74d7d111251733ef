import type { PersonalDataKind } from '../schemas.ts'
import type { Finding } from './finding.ts'

interface Form {
  name: PersonalDataKind
  form: RegExp
  /** Tells real ones from look-alikes, by the check digits that the standard gives them. */
  holds?: (match: string) => boolean
}

const forms: readonly Form[] = [
  { name: 'e-mail address', form: /\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g },
  { name: 'payment card', form: /\b\d(?:[ -]?\d){12,18}\b/g, holds: isCard },
  { name: 'IBAN', form: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, holds: isIban },
  { name: 'US social security number', form: /\b\d{3}-\d{2}-\d{4}\b/g, holds: isSocialSecurity },
  { name: 'phone number', form: /(?<![\w.])\+[1-9]\d{0,2}(?:[ .()/-]{0,2}\d){7,12}(?!\d)/g },
  { name: 'IP address', form: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g },
]

/** Personal data in a text, of the kinds asked for. Names of people are not found: that takes a model. */
export function findPersonalData(text: string, kinds?: readonly PersonalDataKind[]): Finding[] {
  return forms
    .filter(({ name }) => !kinds || kinds.includes(name))
    .flatMap(({ name, form, holds }) =>
      Array.from(text.matchAll(form))
        .filter(([match]) => !holds || holds(match))
        .map(match => ({ name, from: match.index, to: match.index + match[0].length })),
    )
}

/** ISO/IEC 7812: the Luhn check digit, 13 to 19 digits. */
function isCard(match: string): boolean {
  const digits = match.replaceAll(/\D/g, '')
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1*$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/** ISO 13616: the account moved before the country, letters as numbers, leaves 1 modulo 97. */
function isIban(match: string): boolean {
  const plain = match.replaceAll(' ', '')
  if (plain.length < 15 || plain.length > 34) return false
  const moved = plain.slice(4) + plain.slice(0, 4)
  let rest = 0
  for (const character of moved) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** Areas 000, 666 and from 900, group 00 and serial 0000 are never given out. */
function isSocialSecurity(match: string): boolean {
  const [area = '', group = '', serial = ''] = match.split('-')
  return area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000'
}
