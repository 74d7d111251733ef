import { useEffect, useRef, useState } from 'react'
import type { ApprovalItem } from '#lib/domain/approvals/schemas.ts'
import { decisionTitleId } from './decision-head.tsx'
import type { Done } from './view.ts'

export interface LastDecision extends Done {
  id: string
  tool: string
}

/** Opens the next request when one is decided, and shows that decision until another request is opened. */
export function useNextRequest(items: readonly ApprovalItem[], selected: string | null, select: (id: string) => void) {
  const [last, setLast] = useState<LastDecision | null>(null)
  const at = items.findIndex(item => item.id === selected)
  // The event of the decision may remove the row from the list before the answer to the decision arrives.
  const place = useRef(0)
  useEffect(() => {
    if (at >= 0) place.current = at
  }, [at])
  const takeFocus = useRef(false)
  useEffect(() => {
    if (!takeFocus.current || selected === null) return
    takeFocus.current = false
    document.getElementById(decisionTitleId)?.focus()
  }, [selected])
  const onDecided = (decision: LastDecision) => {
    const left = items.filter(item => item.id !== decision.id)
    const next = left[Math.min(place.current, left.length - 1)]
    if (!next) return
    setLast(decision)
    takeFocus.current = true
    select(next.id)
  }
  return { last, forget: () => setLast(null), onDecided }
}
