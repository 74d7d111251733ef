import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { guides } from './guides.ts'

/** The Markdown of a guide, from the clone that the server runs in; null where there is none of this name. */
export async function readGuide(slug: string): Promise<{ label: string; text: string } | null> {
  const guide = guides.find(one => one.slug === slug)
  if (!guide) return null
  const text = await readFile(path.join(process.cwd(), 'docs', `${guide.slug}.md`), 'utf8')
  return { label: guide.label, text }
}
