import { addIncidentNoteContract } from '#lib/domain/incidents/contract.ts'
import { addNote } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(addIncidentNoteContract, addNote)
