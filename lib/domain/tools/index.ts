/** The verbs of the domain, for the server. */
export { checkArguments } from './argument-schema.ts'
export { archiveTool, putTool, toolKind } from './config.ts'
export { getTool } from './get-tool.ts'
export { labelsOfTools } from './labels-of-tools.ts'
export { listTools } from './list-tools.ts'
export { registeredTool } from './registered-tool.ts'
