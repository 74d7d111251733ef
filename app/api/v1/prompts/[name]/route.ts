import { getPromptContract } from '#lib/domain/prompts/contract.ts'
import { getPrompt } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'
import { revalidated } from '#lib/http/revalidated.ts'

/** A minute fresh, a minute more while it is asked for anew, and a week while the server is away. */
const kept = 'private, max-age=60, stale-while-revalidate=60, stale-if-error=604800'

export const GET = revalidated(handle(getPromptContract, getPrompt), kept)
