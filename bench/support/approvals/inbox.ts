import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '#scripts/chromium.ts'

interface Deeds {
  /** Answers the id of the request. */
  ask(agent: string): Promise<string>
  decide(id: string): Promise<void>
}

/** From the moment a request is sent to the frame in which an open inbox shows it, in milliseconds; null: no browser. */
export async function requestToInbox(
  url: string,
  who: { email: string; password: string },
  { ask, decide }: Deeds,
  times: number,
): Promise<number[] | null> {
  const found = findChromium(console.log)
  if (found.path === null) {
    console.log(`${found.how} The inbox is not measured.`)
    return null
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: found.path, args })
  try {
    return await measure(browser, url, who, { ask, decide }, times)
  } finally {
    await browser.close()
  }
}

async function measure(
  browser: Browser,
  url: string,
  { email, password }: { email: string; password: string },
  { ask, decide }: Deeds,
  times: number,
): Promise<number[]> {
  const page = await browser.newPage()
  const { csrfToken } = await (await page.request.get(`${url}/api/auth/csrf`)).json()
  const form = { csrfToken, email, password, json: 'true' }
  await page.request.post(`${url}/api/auth/callback/credentials`, { form, headers: { origin: url } })
  await page.goto(`${url}/approvals`)
  await page.getByText('Live').waitFor()
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
}

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
