import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import { categories } from '#lib/domain/tools/schemas.ts'

/** What the list of tools is narrowed to. */
export const toolListParams = {
  text: parseAsString.withDefault(''),
  category: parseAsStringLiteral(categories),
}

/** Whether the entry of a tool is being edited. */
export const editParam = parseAsBoolean.withDefault(false)
