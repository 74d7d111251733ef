/**
 * The least a transaction offers: parameterised SQL, rows back. Both a Prisma transaction and a plain pg client give it,
 * so audit, outbox and locks work in either. Dates come back as Date; cast bigint to text or float8 in the statement.
 */
export interface Sql {
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>
}
