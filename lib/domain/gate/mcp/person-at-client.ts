import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'

/** A client that says it can show an address to a person. */
const canShow = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.looseObject({ url: z.looseObject({}) }) }),
})

/** Our name for what is asked of the client. */
const name = 'inbox'

/**
 * Whether the person at a client of 2026-07-28 can be shown where it is decided, and what they have said to it. Their word
 * opens a page and decides nothing: a decision that travels through an agent could be forged.
 */
export function personAtClient({ mcpReq }: ServerContext): 'nobody' | 'not shown' | 'shown' | 'declined' {
  const response = inputResponse(mcpReq.inputResponses, name)
  if (response.kind === 'elicit') return response.action === 'accept' ? 'shown' : 'declined'
  return canShow.safeParse(mcpReq.envelope).success ? 'not shown' : 'nobody'
}

/** Asks the client to show the request in the inbox, and to make the same call again. `base`: the address that it called. */
export const showInbox = (url: string, tool: string, base: string): InputRequiredResult =>
  inputRequired({
    inputRequests: {
      [name]: inputRequired.elicitUrl({
        url: new URL(url, base).href,
        message: `${tool} waits for a decision in Holdpoint.`,
      }),
    },
  })
