import { createTransport } from 'nodemailer'
import type { Sent } from './send.ts'

interface Mail {
  from: string
  to: readonly string[]
  subject: string
  text: string
}

/** Sends plain text through the operator's mail server. Its address is theirs: it is not judged as a channel's is. */
export async function sendMail(smtpUrl: string, mail: Mail, timeoutMs = 10_000): Promise<Sent> {
  const began = performance.now()
  const ms = () => Math.round(performance.now() - began)
  const limits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs }
  const transport = createTransport({ url: smtpUrl, ...limits })
  try {
    const { from, to, subject, text } = mail
    const { response } = await transport.sendMail({ from, to: [...to], subject, text })
    return { kind: 'answered', status: 250, body: response, ms: ms() }
  } catch (error) {
    const code = (error as { responseCode?: unknown }).responseCode
    const why = error instanceof Error ? error.message : 'unknown reason'
    if (typeof code === 'number') return { kind: 'answered', status: code, body: why, ms: ms() }
    return { kind: 'unreachable', why, ms: ms(), connected: true }
  } finally {
    transport.close()
  }
}
