import { importGatewayContract } from '#lib/domain/guardrails/contract.ts'
import { importGateway } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importGatewayContract, importGateway)
