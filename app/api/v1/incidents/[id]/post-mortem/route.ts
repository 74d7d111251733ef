import { postMortemContract } from '#lib/domain/incidents/contract.ts'
import { writePostMortem } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(postMortemContract, writePostMortem)
