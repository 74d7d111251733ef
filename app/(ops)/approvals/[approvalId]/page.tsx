import { redirect } from 'next/navigation'

/** The address that callbacks and notifications carry; it only shows, it never decides. */
export default async function OneApprovalPage({ params }: { params: Promise<{ approvalId: string }> }) {
  redirect(`/approvals?id=${encodeURIComponent((await params).approvalId)}`)
}
