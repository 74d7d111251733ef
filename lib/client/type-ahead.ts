/**
 * Keys that are pressed between the key that opens a layer (the palette, a form) and the moment the layer has the focus.
 * None of them may reach the page below, and none may be lost: they wait, and are given to the layer in their order.
 */

/** A layer that never takes the focus must not keep the keyboard. */
const mostMs = 3_000

let current: { end: () => void } | null = null

/** Keeps the keys from now on, until something of the layer has the focus. */
export function holdKeys(): void {
  current?.end()
  const keys: KeyboardEvent[] = []
  const before = document.activeElement
  const onKey = (event: KeyboardEvent) => {
    // Those that are given on pass. What an input method composes cannot be given on as keys.
    if (!event.isTrusted || event.isComposing) return
    event.preventDefault()
    event.stopImmediatePropagation()
    // The key that opened the layer, still held down.
    if (!event.repeat) keys.push(event)
  }
  const onFocus = ({ target }: FocusEvent) => {
    if (target === before || target === document.body) return
    // After what is being mounted now is mounted whole, its own keys included.
    setTimeout(giveNext)
  }
  // One at a time, so that each finds the layer as the one before has left it.
  const giveNext = () => {
    if (current?.end !== end) return
    const key = keys.shift()
    if (!key) return end()
    give(key)
    setTimeout(giveNext)
  }
  const end = () => {
    if (current?.end !== end) return
    current = null
    clearTimeout(timer)
    window.removeEventListener('keydown', onKey, true)
    document.removeEventListener('focusin', onFocus)
  }
  const timer = setTimeout(end, mostMs)
  current = { end }
  window.addEventListener('keydown', onKey, true)
  document.addEventListener('focusin', onFocus)
}

/** The layer is closed or never came: the page has its keys again. Those that waited are dropped with it. */
export function releaseKeys(): void {
  current?.end()
}

/** Sends one key to the focused element: text is typed, other keys are pressed. */
function give(event: KeyboardEvent): void {
  const target = document.activeElement ?? document.body
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  const pressed = new KeyboardEvent('keydown', {
    key,
    code,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
    bubbles: true,
    cancelable: true,
  })
  if (!target.dispatchEvent(pressed) || ctrlKey || metaKey) return
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
  // The one way to type into a field so that its undo and its listeners know.
  if (key.length === 1) document.execCommand('insertText', false, key)
  else if (key === 'Backspace') document.execCommand('delete')
  else if (key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit()
}
