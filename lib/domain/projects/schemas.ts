import { z } from 'zod'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { roles } from '#lib/shared/permissions.ts'
import { maxSlugLength, slugPattern } from './rules.ts'

const nameSchema = z.string().trim().min(1, 'Give it a name.').max(100)

export const createProjectBodySchema = z.strictObject({
  name: nameSchema,
  slug: z
    .string()
    .max(maxSlugLength)
    .regex(slugPattern, 'Small letters, digits and single dashes; a letter first.')
    .optional()
    .meta({ description: 'Names the project in addresses and never changes; made from the name if absent' }),
})

export const renameProjectBodySchema = z.strictObject({ name: nameSchema })

export const removeProjectBodySchema = z.strictObject({
  name: z.string().max(100).meta({ description: 'The name of the project, typed in: this cannot be undone' }),
})

export const projectSchema = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  demo: z.boolean().meta({ description: 'Everything in it is made up' }),
  role: z.enum(roles).meta({ description: 'Of the caller, in this project' }),
  createdAt: z.string(),
})
export type Project = z.infer<typeof projectSchema>

export const projectListQuerySchema = z.strictObject(paging)
export const projectListSchema = pageOf(projectSchema)
