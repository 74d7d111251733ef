import { redirect } from 'next/navigation'

interface Props {
  params: Promise<{ approvalId: string }>
  searchParams: Promise<{ project?: string | string[] }>
}

/** The address that callbacks and notifications carry; it only shows, it never decides. */
export default async function OneApprovalPage({ params, searchParams }: Props) {
  const { project } = await searchParams
  const query = new URLSearchParams({ id: (await params).approvalId })
  if (typeof project === 'string') query.set('project', project)
  redirect(`/approvals?${query}`)
}
