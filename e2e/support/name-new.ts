import type { Page } from '@playwright/test'

/** Begins a new configuration object from the list of its kind; its form opens. */
export async function nameNew(page: Page, kind: string, name: string): Promise<void> {
  await page.getByRole('button', { name: `New ${kind}`, exact: true }).click()
  const form = page.getByRole('form', { name: `New ${kind}` })
  await form.getByLabel('Name').fill(name)
  await form.getByRole('button', { name: 'Set it up' }).click()
}
