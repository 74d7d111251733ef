import { evaluateFlags } from '#lib/domain/assignment/index.ts'
import { ofrepHandler } from '#lib/http/ofrep-handler.ts'

const about = {
  id: 'assignment.evaluate-all',
  summary: 'OFREP 0.3.0, bulk: the release of each agent of an environment for a user or a conversation',
  description: 'Body {context: {targetingKey, environment?}}. If-None-Match with the ETag of the answer before: 304.',
}
export const POST = ofrepHandler(about, evaluateFlags)
