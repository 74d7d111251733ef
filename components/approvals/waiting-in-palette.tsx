'use client'

import { useMemo, useState } from 'react'
import { usePaletteOpen, useProvideEntries } from '#components/shell/palette-entries.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listApprovalsContract } from '#lib/domain/approvals/contract.ts'
import { escapeHidden } from '#lib/shared/escaped-text.ts'

/**
 * Lets the palette find waiting requests by tool, arguments, agent, environment or id. The first to expire comes first. They are
 * read once in advance, so that they are there when somebody types, and kept fresh only while the palette is open.
 */
export function WaitingInPalette() {
  const open = usePaletteOpen()
  const [read, setRead] = useState(false)
  const { data, isError } = useContract(
    listApprovalsContract,
    { query: { status: 'waiting', limit: 200 } },
    { enabled: open || !read },
  )
  if (data && !read) setRead(true)
  const items = data?.items
  const entries = useMemo(
    () =>
      items?.map(({ id, tool, agent, environment, summary }) => ({
        id: `approval-${id}`,
        label: `Decide ${escapeHidden(tool)}`,
        description: escapeHidden(`${summary} · ${environment} · ${agent}`),
        keywords: [id],
        href: `/approvals?id=${encodeURIComponent(id)}`,
      })) ?? (isError ? [] : null),
    [items, isError],
  )
  useProvideEntries('Waiting for a decision', entries)
  return null
}
