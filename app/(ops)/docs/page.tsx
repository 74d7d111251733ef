import { redirect } from 'next/navigation'
import { guideGroups } from '#components/docs/guides.ts'

interface Props {
  searchParams: Promise<{ project?: string | string[] }>
}

/** The first guide: whoever cuts the address of another one off, or types it, finds the menu there. */
export default async function DocsPage({ searchParams }: Props) {
  const { project } = await searchParams
  const first = `/docs/${guideGroups[0].guides[0].slug}`
  redirect(typeof project === 'string' ? `${first}?project=${encodeURIComponent(project)}` : first)
}
