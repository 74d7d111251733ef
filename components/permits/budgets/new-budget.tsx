'use client'

import { useState } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { type Kind, kindWords } from './kinds.ts'

/** Asks for kind and name of a new budget. */
export function NewBudget({ onName }: { onName: (name: string, kind: Kind) => void }) {
  const [kind, setKind] = useState<Kind>('period')
  return (
    <NewByName kind="budget" example="support-a-day" onName={name => onName(name, kind)}>
      <Choices label="Kind" value={kind} choices={kindWords} onChange={setKind} />
    </NewByName>
  )
}
