import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessCategory } from './rules.ts'
import { categories } from './schemas.ts'

test.each([
  ['search_kb', 'search'],
  ['searchFiles', 'search'],
  ['retrieve_documents', 'search'],
  ['query_db', 'database'],
  ['run_sql', 'database'],
  ['execute_python', 'code'],
  ['run_tests', 'code'],
  ['bash', 'code'],
  ['read_file', 'file'],
  ['send_notification', 'messaging'],
  ['slack.post_message', 'messaging'],
  ['http_request', 'api'],
  ['restart_service', 'api'],
  ['get_weather', 'api'],
  ['delete_resource', 'other'],
  ['constructor', 'other'],
  ['', 'other'],
] as const)('%s looks like %s', (name, category) => {
  expect(guessCategory(name)).toBe(category)
})

test('a tool whose spans are all retrievals is a search, whatever its name is', () => {
  expect(guessCategory('context', ['retrieval'])).toBe('search')
  expect(guessCategory('context', ['retrieval', 'tool'])).toBe('other')
})

test('any name has a category, and case and separators do not matter', () => {
  fc.assert(
    fc.property(fc.string(), name => {
      expect(categories).toContain(guessCategory(name))
    }),
  )
  expect(guessCategory('QUERY-DB')).toBe(guessCategory('query.db'))
})
