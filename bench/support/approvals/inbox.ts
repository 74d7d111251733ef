import { chromium, type Page } from '@playwright/test'
import { findChromium } from '#scripts/chromium.ts'
import type { Waiter } from './waiting.ts'

interface Person {
  email: string
  password: string
}

interface Deeds {
  /** Answers the id of the request. */
  ask(agent: string): Promise<string>
  decide(id: string): Promise<void>
}

/** From the moment a request is sent to the frame in which an open inbox shows it, in milliseconds; null: no browser. */
export const requestToInbox = (url: string, who: Person, { ask, decide }: Deeds, times: number) =>
  inInbox(url, who, async page => {
    const latencies: number[] = []
    for (let n = 0; n < times; n++) {
      const agent = `inbox-${n}`
      const shown = page.evaluate(seen, agent)
      const began = Date.now()
      const id = await ask(agent)
      latencies.push((await shown) - began)
      // A long inbox draws only what is in sight.
      await decide(id)
    }
    return latencies
  })

/**
 * From the click of a person on Approve, as the page hears it, to the return of the client that waits; null: no browser. The person
 * has read the request: the page is at rest when it is clicked.
 */
export const clickToReturn = (url: string, who: Person, waiting: readonly Waiter[]) =>
  inInbox(url, who, async page => {
    await page.addInitScript(noteClicks)
    const latencies: number[] = []
    for (const { id, returned } of waiting) {
      await page.goto(`${url}/approvals?id=${id}`)
      await page.getByText('Live').waitFor()
      await page.evaluate(atRest)
      // The first click asks for a comment, the second decides.
      await page.getByRole('button', { name: /^Approve once/ }).click()
      await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor()
      await page.evaluate(atRest)
      await page.getByRole('button', { name: /^Approve once/ }).click()
      const at = performance.timeOrigin + (await returned)
      latencies.push(at - (await page.evaluate(() => Number(document.documentElement.dataset.clicked))))
    }
    return latencies
  })

/** Works in the inbox of a person who is signed in; null where there is no browser. */
async function inInbox<T>(
  url: string,
  { email, password }: Person,
  work: (page: Page) => Promise<T>,
): Promise<T | null> {
  const found = findChromium(console.log)
  if (found.path === null) {
    console.log(`${found.how} The inbox is not measured.`)
    return null
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: found.path, args })
  try {
    const page = await browser.newPage()
    const { csrfToken } = await (await page.request.get(`${url}/api/auth/csrf`)).json()
    const form = { csrfToken, email, password, json: 'true' }
    await page.request.post(`${url}/api/auth/callback/credentials`, { form, headers: { origin: url } })
    await page.goto(`${url}/approvals`)
    await page.getByText('Live').waitFor()
    return await work(page)
  } finally {
    await browser.close()
  }
}

/** In the page, before anything of it hears the click: when it was. */
function noteClicks(): void {
  const note = () => {
    document.documentElement.dataset.clicked = String(Date.now())
  }
  addEventListener('click', note, { capture: true })
}

/** In the page: ends when it has nothing left to do. */
const atRest = () => new Promise<void>(resolve => requestIdleCallback(() => resolve()))

/** In the page: the time of the frame in which a text stands there. */
function seen(text: string): Promise<number> {
  return new Promise(resolve => {
    const look = () => {
      if (!document.body.textContent?.includes(text)) return
      observer.disconnect()
      requestAnimationFrame(() => resolve(Date.now()))
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    look()
  })
}
