'use client'

import { useEffect } from 'react'

const prefix = /^\([\d,]+\) /

/** Puts a count before the title of whatever page is open: `(7) Approvals`. Nothing for 0, or while it is not known. */
export function useTitleCount(count: string | null): void {
  useEffect(() => {
    const wanted = count === null ? '' : `(${count}) `
    const apply = () => {
      const title = wanted + document.title.replace(prefix, '')
      if (document.title !== title) document.title = title
    }
    apply()
    // Every page brings a title of its own.
    const observer = new MutationObserver(apply)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      document.title = document.title.replace(prefix, '')
    }
  }, [count])
}
