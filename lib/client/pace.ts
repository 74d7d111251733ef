interface Paced {
  run(): void
  /** Forgets what is still to run. */
  cancel(): void
}

/** Runs at once, then at most once in `everyMs`: what is asked for in between runs once, at the end of the wait. */
export function pace(action: () => void, everyMs: number): Paced {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const wait = () => {
    waiting = setTimeout(() => {
      waiting = undefined
      if (!again) return
      again = false
      run()
    }, everyMs)
  }
  const run = () => {
    if (waiting !== undefined) {
      again = true
      return
    }
    action()
    if (everyMs > 0) wait()
  }
  return {
    run,
    cancel() {
      clearTimeout(waiting)
      waiting = undefined
      again = false
    },
  }
}
