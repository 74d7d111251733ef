import { configVerbs } from '#lib/platform/config/verbs.ts'
import { compileSchema } from '#lib/shared/json-schema.ts'
import { compilePattern } from '#lib/shared/linear-regexp.ts'
import { invalid } from '#lib/shared/problem.ts'
import { guardrailConfig } from './contract.ts'
import type { Guardrail } from './schemas.ts'
import { withSettings } from './settings.ts'

const verbs = configVerbs(guardrailConfig, {
  announce: (what, slug, revision) => ({ topic: 'guardrails', type: `guardrail.${what}`, ids: [slug], revision }),
  check: (fields, slug) => {
    // Its address is that of running them all.
    if (slug === 'evaluate') throw invalid('This name is taken.', 'params.slug')
    const guardrail = withSettings(slug, fields)
    if ('field' in guardrail) throw invalid(guardrail.wrong, `body.${guardrail.field}`)
    checkUsable(guardrail)
  },
})

/** Creates or replaces a guardrail. Throws 422 for settings that its check cannot use, and names the setting. */
export const putGuardrail = verbs.put
export const getGuardrail = verbs.get
export const listGuardrails = verbs.list
export const archiveGuardrail = verbs.archive

/** Throws 422 for a pattern or schema that could not be run: it would block whatever it is asked about. */
function checkUsable(guardrail: Guardrail): void {
  if (guardrail.action === 'steer' && guardrail.message === null) {
    throw invalid('steer needs a message: it is the advice that the agent reads.', 'body.message')
  }
  switch (guardrail.check) {
    case 'pattern':
      guardrail.settings.patterns.forEach((source, at) => {
        requireCompiled(compilePattern(source), `body.settings.patterns.${at}`)
      })
      break
    case 'schema':
      requireCompiled(compileSchema(guardrail.settings.schema), 'body.settings.schema')
      break
    case 'arguments':
      guardrail.settings.rules.forEach((rule, at) => {
        if (rule.op === 'matches' || rule.op === 'not-matches') {
          requireCompiled(compilePattern(rule.value, true), `body.settings.rules.${at}.value`)
        }
      })
      break
    default:
  }
}

function requireCompiled(compiled: object, field: string): void {
  if ('wrong' in compiled) throw invalid(`It cannot be used: ${compiled.wrong}.`, field)
}
/** For configuration as one file. */
export const guardrailKind = verbs.kind
