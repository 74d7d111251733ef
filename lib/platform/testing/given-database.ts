import { afterAll, beforeAll } from 'vitest'
import { forget } from '#lib/platform/registry.ts'
import { createTestDatabase, type Options, type TestDatabase } from './database.ts'

/** A database of their own for the tests of a file: made before the first of them, dropped after the last. */
export function givenDatabase(options: Options = {}): Omit<TestDatabase, 'drop'> {
  let made: TestDatabase | undefined
  const current = () => {
    if (!made) throw new Error('it is made before the first test, not while the file is read')
    return made
  }
  beforeAll(async () => {
    made = await createTestDatabase(options)
  })
  afterAll(async () => {
    if (options.use) forget('database')
    await made?.drop()
  })
  return {
    get url() {
      return current().url
    },
    get db() {
      return current().db
    },
  }
}
