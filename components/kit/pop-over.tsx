'use client'

import { type ReactNode, type ToggleEvent, useId, useRef } from 'react'
import styles from './pop-over.module.css'

interface Props {
  /** Name of the button for assistive technology, when its content does not say it. */
  label?: string
  title?: string
  button: ReactNode
  /** Replaces the look of the button. */
  className?: string
  /** Why it cannot be opened; null: it can. */
  denial?: string | null
  children: (close: () => void) => ReactNode
}

const gap = 4

/**
 * A button and what it opens. The browser's own popover: above everything, closed by Esc and by a click elsewhere, with
 * the focus back on the button.
 */
export function PopOver({ label, title, button, className, denial = null, children }: Props) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    const [from, box] = [opener.current?.getBoundingClientRect(), layer.current]
    if (event.newState !== 'open' || !from || !box) return
    const { innerWidth, innerHeight } = globalThis
    const below = innerHeight - from.bottom
    const up = below < 320 && from.top > below
    box.style.left = `${Math.max(8, Math.min(from.left, innerWidth - box.offsetWidth - 8))}px`
    box.style.top = up ? 'auto' : `${from.bottom + gap}px`
    box.style.bottom = up ? `${innerHeight - from.top + gap}px` : 'auto'
    box.style.maxHeight = `${(up ? from.top : below) - gap - 8}px`
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={className ?? styles.button}
        popoverTarget={id}
        aria-label={label}
        title={denial ?? title}
        disabled={denial !== null}
        aria-haspopup="dialog"
      >
        {button}
      </button>
      <div ref={layer} id={id} popover="auto" className={styles.layer} onToggle={place}>
        {children(() => layer.current?.hidePopover())}
      </div>
    </>
  )
}
