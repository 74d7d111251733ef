'use client'

import { useEffect } from 'react'

/**
 * Tells the style sheets how high the part of the page is that can be seen: `--hp-height`. Where a keyboard on the
 * screen lies over the page instead of making it smaller (Safari), what sticks to the lower edge would be under it.
 */
export function useVisualHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport) return
    const root = document.documentElement
    const apply = () => {
      // Zoomed in, the page is larger than what is seen on purpose.
      const covered = viewport.scale === 1 ? window.innerHeight - viewport.height : 0
      if (covered < 1) root.style.removeProperty('--hp-height')
      else root.style.setProperty('--hp-height', `${viewport.height}px`)
      // Safari moves the page to show the field; it is all in sight already.
      if (covered >= 1 && window.scrollY > 0) window.scrollTo(0, 0)
    }
    apply()
    viewport.addEventListener('resize', apply)
    viewport.addEventListener('scroll', apply)
    return () => {
      viewport.removeEventListener('resize', apply)
      viewport.removeEventListener('scroll', apply)
      root.style.removeProperty('--hp-height')
    }
  }, [])
}
