import { evaluateFlag } from '#lib/domain/assignment/index.ts'
import { ofrepHandler } from '#lib/http/ofrep-handler.ts'

const about = {
  id: 'assignment.evaluate',
  summary: 'OFREP 0.3.0: the release of an agent for a user or a conversation',
  description: 'Body {context: {targetingKey, environment?}}; the value is the release, the variant whose share it is.',
}
export const POST = ofrepHandler(about, evaluateFlag)
