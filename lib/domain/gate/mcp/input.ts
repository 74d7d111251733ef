import { z } from 'zod'
import type { AnyContract } from '#lib/shared/contract.ts'
import { faultsOf, faulty } from '#lib/shared/faults.ts'
import type { EndpointTool } from './tools.ts'

const parts = ['params', 'query', 'body'] as const

const shapeOf = (schema: unknown): z.ZodRawShape => (schema instanceof z.ZodObject ? schema.shape : {})

/** The input of a tool: all fields of the endpoint's path, query and body in one object. The endpoint's own schemas check them again. */
export function inputSchema({ contract, required }: EndpointTool) {
  const shape = Object.assign({}, ...parts.map(part => shapeOf(contract[part]))) as z.ZodRawShape
  const needed = required.map(name => {
    const field = shape[name]
    return [name, field instanceof z.ZodOptional ? field.unwrap() : field]
  })
  return z.looseObject({ ...shape, ...Object.fromEntries(needed) })
}

/** Puts each field into its part: path, query or body. Throws 422 with the field. */
export function split(contract: AnyContract, input: Record<string, unknown>): Record<string, unknown> {
  const known = parts.flatMap(part => Object.keys(shapeOf(contract[part])))
  const unknown = Object.keys(input).filter(name => !known.includes(name))
  return Object.fromEntries(
    parts.map(part => {
      const own = Object.keys(shapeOf(contract[part])).filter(name => name in input)
      const rest = part === 'body' || (part === 'query' && contract.body === null) ? unknown : []
      const value = Object.fromEntries([...own, ...rest].map(name => [name, input[name]]))
      return [part, contract[part] === null ? undefined : parsed(contract[part], value, part)]
    }),
  )
}

function parsed(schema: z.ZodType, value: unknown, part: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw faulty(faultsOf(result.error, part), part)
}
