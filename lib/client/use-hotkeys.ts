'use client'

import { useLayoutEffect, useRef } from 'react'
import { preferences } from './preferences.ts'

/** `a`, `?`, `mod+enter`, or a sequence of two keys: `g a`. */
type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Shortcuts can be turned off: single keys get in the way of speech input. */
const shortcutsEnabled = () => preferences().shortcuts === 'on'

/** The name of a key press: `mod` is ⌘ or Ctrl. Shift is part of the character itself (`?`). */
function keyName(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>): string {
  const key = event.key.toLowerCase()
  return `${event.metaKey || event.ctrlKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${key}`
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Whether a dialog or a popover is open: it owns the keyboard. */
const dialogOpen = () =>
  document.querySelector('[role="dialog"][aria-modal="true"], [popover="auto"]:popover-open') !== null

/** Binds shortcuts while mounted. Ignored while typing, on repeats, under a dialog and when turned off; `mod+` always works. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys)
  // Bound with the layer itself: a key that was pressed for it may be given to it in the next moment.
  useLayoutEffect(() => {
    current.current = hotkeys
  })
  useLayoutEffect(() => {
    let prefix = ''
    let prefixAt = 0
    const onKey = (event: KeyboardEvent) => {
      const name = keyName(event)
      const chord = name.startsWith('mod+')
      if (event.defaultPrevented || event.repeat || dialogOpen()) return
      if (!chord && (isTyping(event.target) || !shortcutsEnabled())) return
      const sequence = prefix && Date.now() - prefixAt < 1_500 ? `${prefix} ${name}` : name
      const action = current.current[sequence] ?? current.current[name]
      prefix = name
      prefixAt = Date.now()
      if (!action) return
      event.preventDefault()
      prefix = ''
      action(event)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
