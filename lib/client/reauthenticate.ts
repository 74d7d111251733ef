import { forgetCsrfToken } from './csrf.ts'

/** Asks the person at this browser for a proof of who they are; true when they gave it. */
type Asker = () => Promise<boolean>

/** One dialog, however many requests wait for it. */
function question(otherwise: Asker) {
  let asker: Asker | null = null
  let pending: Promise<boolean> | null = null
  return {
    /** The dialog announces itself here while it is mounted. */
    answeredBy(ask: Asker): () => void {
      asker = ask
      return () => {
        if (asker === ask) asker = null
      }
    },
    /** False when the dialog was closed, or when there is none on this page. */
    ask(): Promise<boolean> {
      pending ??= (asker ?? otherwise)().finally(() => {
        pending = null
      })
      return pending
    },
  }
}

const password = question(async () => false)
const signIn = question(async () => {
  globalThis.location.assign('/sign-in')
  return false
})

export const setPasswordAsker = password.answeredBy
export const askForPassword = password.ask
export const setSignInAsker = signIn.answeredBy

/** The session has ended: the person signs in without leaving the page, so that nothing they have typed is lost. */
export async function askToSignIn(): Promise<boolean> {
  const signedIn = await signIn.ask()
  // It belonged to the session before.
  if (signedIn) forgetCsrfToken()
  return signedIn
}
