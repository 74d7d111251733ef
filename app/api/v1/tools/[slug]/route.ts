import { getToolContract, toolConfig } from '#lib/domain/tools/contract.ts'
import { archiveTool, getTool, putTool } from '#lib/domain/tools/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getToolContract, getTool)
export const PUT = handle(toolConfig.put, putTool)
export const DELETE = handle(toolConfig.archive, archiveTool)
