/** Asks the person for their password; true when it was right. */
type Asker = () => Promise<boolean>

let asker: Asker | null = null
let pending: Promise<boolean> | null = null

/** The dialog announces itself here while it is mounted. */
export function setPasswordAsker(ask: Asker): () => void {
  asker = ask
  return () => {
    if (asker === ask) asker = null
  }
}

/** One dialog, however many requests wait for it. False when it was closed, or when there is none on this page. */
export function askForPassword(): Promise<boolean> {
  pending ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    pending = null
  })
  return pending
}
