import type { Finding } from './finding.ts'

/**
 * Credentials by their published forms. Each begins with a mark of its own, so that ordinary text is not taken for one.
 * Every expression is linear: bounded repetitions of one character class.
 */
const forms: readonly { name: string; form: RegExp }[] = [
  { name: 'AWS access key', form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { name: 'GitHub token', form: /\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{22,255})\b/g },
  { name: 'GitLab token', form: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { name: 'Slack token', form: /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g },
  { name: 'Slack webhook', form: /https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,100}/g },
  { name: 'Stripe key', form: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}\b/g },
  { name: 'OpenAI key', form: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,250}/g },
  { name: 'Anthropic key', form: /\bsk-ant-[A-Za-z0-9_-]{20,250}/g },
  { name: 'Google API key', form: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: 'Holdpoint key', form: /\bhp_[A-Za-z0-9_-]{20,100}/g },
  { name: 'npm token', form: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: 'SendGrid key', form: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g },
  { name: 'JSON web token', form: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}/g },
  {
    name: 'private key',
    form: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----[^-]{0,16384}(?:-----END [A-Z ]{1,40}-----)?/g,
  },
  { name: 'password in an address', form: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,100}:[^\s:@/]{1,200}@/g },
]

/** The credentials in a text. */
export function findSecrets(text: string): Finding[] {
  return forms.flatMap(({ name, form }) =>
    Array.from(text.matchAll(form), match => ({ name, from: match.index, to: match.index + match[0].length })),
  )
}
