'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { holdKeys, releaseKeys } from '#lib/client/type-ahead.ts'

type Layer = 'menu' | 'palette' | 'shortcuts'

/**
 * The one layer over the page. Closed, it gives the focus back to where it was: a dialog that is taken out of the page
 * as a whole has no time to do so itself.
 */
export function useLayer() {
  const [layer, setLayer] = useState<Layer | null>(null)
  const origin = useRef<Element | null>(null)
  const show = useCallback((next: Layer) => {
    // One layer that leads to another still began on the page.
    origin.current ??= document.activeElement
    // The menu is walked with the pointer or Tab; the others are typed into, at once.
    if (next !== 'menu') holdKeys()
    setLayer(next)
  }, [])
  const close = useCallback(() => {
    releaseKeys()
    setLayer(null)
  }, [])
  useEffect(() => {
    if (layer !== null) return
    const was = origin.current
    origin.current = null
    if (document.activeElement === document.body && was instanceof HTMLElement) was.focus()
  }, [layer])
  return { layer, show, close }
}
