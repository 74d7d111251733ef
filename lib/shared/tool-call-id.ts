import { z } from 'zod'

/** The id that a model, or who passes its answer on, gave a call of a tool: as long as they make it, and empty where they know none. */
export const toolCallId = z.string().max(16_384)
