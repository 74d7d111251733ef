import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'

/** A client that declares that it can show an address to a person. */
const canShow = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.looseObject({ url: z.looseObject({}) }) }),
})

/** Our name for the question to the client. */
const name = 'inbox'

/**
 * Whether a client of 2026-07-28 can show its user the page of the request, and how the user answered. The answer only opens the
 * page. It decides nothing, because an agent could forge a decision that passes through it.
 */
export function personAtClient({ mcpReq }: ServerContext): 'nobody' | 'not shown' | 'shown' | 'declined' {
  const response = inputResponse(mcpReq.inputResponses, name)
  if (response.kind === 'elicit') return response.action === 'accept' ? 'shown' : 'declined'
  return canShow.safeParse(mcpReq.envelope).success ? 'not shown' : 'nobody'
}

/** Asks the client to show the page of the request, and to make the same call again. `base`: the address that it called. */
export const showInbox = (url: string, tool: string, base: string): InputRequiredResult =>
  inputRequired({
    inputRequests: {
      [name]: inputRequired.elicitUrl({
        url: new URL(url, base).href,
        message: `${tool} waits for a decision in Holdpoint.`,
      }),
    },
  })
