import { z } from 'zod'
import { checkSettings, type Guardrail, guardrailFields } from './schemas.ts'

/** A guardrail with the settings of its check, read; or which setting is wrong. */
export function withSettings(slug: string, fields: unknown): Guardrail | { field: string; wrong: string } {
  const parsed = z.object(guardrailFields).parse(fields)
  const settings = checkSettings[parsed.check].safeParse(parsed.settings)
  if (settings.success) return { ...parsed, slug, settings: settings.data } as Guardrail
  const [issue] = settings.error.issues
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return {
    field: ['settings', ...(issue?.path ?? []), ...keys].join('.'),
    wrong: keys.length > 0 ? `${parsed.check} has no such setting.` : (issue?.message ?? 'It is wrong.'),
  }
}
