'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'

/**
 * The row that j and k stand on, by id: rows that arrive above do not move it. The focus goes with it, so that Enter
 * opens its link and a screen reader says it.
 */
export function useCursor(
  models: readonly { id: string }[],
  virtual: Virtualizer<HTMLDivElement, HTMLTableSectionElement>,
  box: RefObject<HTMLDivElement | null>,
): string | null {
  const [cursor, setCursor] = useState<string | null>(null)
  const at = models.findIndex(({ id }) => id === cursor)
  const move = (by: number) => {
    const next = Math.max(0, Math.min(models.length - 1, at + by))
    const model = models[next]
    if (!model) return
    setCursor(model.id)
    virtual.scrollToIndex(next)
  }
  useHotkeys({ j: () => move(1), k: () => move(-1) })
  useEffect(() => {
    if (cursor === null) return
    const focus = () => {
      const link = box.current?.querySelector<HTMLElement>('tr[data-current="true"] :is(a, button)')
      link?.focus({ preventScroll: true })
      return link !== null && link !== undefined
    }
    // At once, because Enter may follow at once; after a jump the row is drawn a frame later.
    if (focus()) return
    const frame = requestAnimationFrame(focus)
    return () => cancelAnimationFrame(frame)
  }, [cursor, box])
  return cursor
}
