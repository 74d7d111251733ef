'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { SearchBox } from '#components/kit/search-box.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import styles from './docs.module.css'
import { DocsFrame } from './docs-frame.tsx'
import { EndpointEntry } from './endpoint-entry.tsx'
import { type ApiDocument, endpointsOf, search } from './openapi.ts'
import { Preface } from './preface.tsx'

async function readDocument(): Promise<ApiDocument> {
  const answer = await fetch('/api/openapi.json')
  if (!answer.ok) throw new Error(`/api/openapi.json answered ${answer.status}`)
  return answer.json()
}

/** Our own OpenAPI document, to read and to search. */
export function ApiReference() {
  const document = useQuery({ queryKey: ['openapi'], queryFn: readDocument, staleTime: Number.POSITIVE_INFINITY })
  const [text, setText] = useQueryState('find', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('open', parseAsString)
  useHotkeys({ '/': () => globalThis.document.getElementById('api-search')?.focus() })
  const all = useMemo(() => (document.data ? endpointsOf(document.data) : []), [document.data])
  const found = search(all, text)
  const groups = [...new Set(found.map(endpoint => endpoint.group))]
  return (
    <DocsFrame>
      <div className={styles.screen}>
        <Preface />
        <SearchBox
          id="api-search"
          size="sm"
          label="Search the endpoints"
          placeholder="Path, word, field or problem type"
          value={text}
          onChange={find => void setText(find || null)}
        />
        {document.isPending ? <Skeleton rows={12} /> : null}
        {document.error ? (
          <Failure
            what="The document could not be read."
            error={document.error}
            retry={() => void document.refetch()}
          />
        ) : null}
        {document.data && found.length === 0 ? <Empty title="No endpoint matches" /> : null}
        {groups.map(group => (
          <section key={group} className={styles.group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{group}</h2>
            {found
              .filter(endpoint => endpoint.group === group)
              .map(endpoint => (
                <EndpointEntry
                  key={endpoint.id}
                  endpoint={endpoint}
                  open={open === endpoint.id}
                  onToggle={() => void setOpen(open === endpoint.id ? null : endpoint.id)}
                />
              ))}
          </section>
        ))}
      </div>
    </DocsFrame>
  )
}
