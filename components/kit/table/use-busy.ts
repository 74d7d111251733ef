import { type FocusEvent, type UIEvent, useEffect, useRef, useState } from 'react'

/** Handlers that know whether a person uses the rows of a table: then no row may move. */
export function useBusy(onBusy: ((busy: boolean) => void) | undefined) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  const busy = pointed || focused || scrolled
  const tell = useRef(onBusy)
  useEffect(() => {
    tell.current = onBusy
  })
  useEffect(() => tell.current?.(busy), [busy])
  return {
    onScroll: (event: UIEvent<HTMLElement>) => setScrolled(event.currentTarget.scrollTop > 0),
    rows: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent<HTMLElement>) => setFocused(event.currentTarget.contains(event.relatedTarget)),
    },
  }
}
