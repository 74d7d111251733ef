import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import { categories } from '#lib/domain/tools/schemas.ts'

/** The filters of the list of tools. */
export const toolListParams = {
  text: parseAsString.withDefault(''),
  category: parseAsStringLiteral(categories),
}

/** Whether the entry of a tool is being edited. */
export const editParam = parseAsBoolean.withDefault(false)
