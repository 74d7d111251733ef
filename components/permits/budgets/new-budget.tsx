'use client'

import { useState } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { type Kind, kindWords } from './kinds.ts'

interface Props {
  /** Why this person may not create one, or null. */
  denial: string | null
  onName: (name: string, kind: Kind) => void
}

/** Asks for kind and name of a new budget. */
export function NewBudget({ denial, onName }: Props) {
  const [kind, setKind] = useState<Kind>('period')
  return (
    <NewByName kind="budget" example="support-a-day" denial={denial} onName={name => onName(name, kind)}>
      <Choices label="Kind" value={kind} choices={kindWords} onChange={setKind} />
    </NewByName>
  )
}
