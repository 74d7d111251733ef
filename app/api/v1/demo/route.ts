import {
  changeDemoContract,
  getDemoContract,
  removeDemoContract,
  startDemoContract,
} from '#lib/domain/demo/contract.ts'
import { changeDemo, getDemo, removeDemo, startDemo } from '#lib/domain/demo/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getDemoContract, getDemo)
export const POST = handle(startDemoContract, startDemo)
export const PATCH = handle(changeDemoContract, changeDemo)
export const DELETE = handle(removeDemoContract, removeDemo)
