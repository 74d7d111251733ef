import { sloCourseContract } from '#lib/domain/slos/contract.ts'
import { getSloCourse } from '#lib/domain/slos/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(sloCourseContract, getSloCourse)
