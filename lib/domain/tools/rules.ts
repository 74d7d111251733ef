import type { Category } from './schemas.ts'

/**
 * Words in a tool's name that tell its category, the most certain first: `search_files` searches, and `send_query`
 * sends.
 */
const words: readonly (readonly [Category, ReadonlySet<string>])[] = [
  [
    'messaging',
    new Set(
      'email mail sms slack message messages notification notify chat tweet telegram whatsapp page pager pagerduty'.split(
        ' ',
      ),
    ),
  ],
  [
    'database',
    new Set(
      'sql db database postgres postgresql mysql sqlite mongo mongodb redis bigquery snowflake table tables record records query'.split(
        ' ',
      ),
    ),
  ],
  [
    'code',
    new Set(
      'code python bash shell exec execute eval interpreter terminal command script repl sandbox compile lint tests'.split(
        ' ',
      ),
    ),
  ],
  [
    'search',
    new Set(
      'search retrieve retrieval retriever lookup find kb knowledge wiki wikipedia google tavily serper exa vector rag browse docs'.split(
        ' ',
      ),
    ),
  ],
  ['file', new Set('file files directory folder path document upload download s3 blob pdf csv read write'.split(' '))],
  [
    'api',
    new Set(
      'api http https rest graphql request fetch webhook curl url deploy restart scale service weather jira github stripe order refund payment'.split(
        ' ',
      ),
    ),
  ],
]

/** Verbs that count more than their object: a search in a database is a search, a message about a file is a message. */
const verbs: Readonly<Record<string, Category>> = {
  search: 'search',
  retrieve: 'search',
  send: 'messaging',
  notify: 'messaging',
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '')

/** The category that a tool's name and the kinds of its spans suggest. `other` if they suggest none. */
export function guessCategory(name: string, kinds: readonly string[] = []): Category {
  if (kinds.length > 0 && kinds.every(kind => kind === 'retrieval')) return 'search'
  const found = wordsOf(name)
  const [first] = found
  if (first !== undefined && Object.hasOwn(verbs, first)) return verbs[first] ?? 'other'
  return words.find(([, names]) => found.some(word => names.has(word)))?.[0] ?? 'other'
}
