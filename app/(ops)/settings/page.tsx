import { redirect } from 'next/navigation'

interface Props {
  searchParams: Promise<{ project?: string | string[] }>
}

export default async function SettingsPage({ searchParams }: Props) {
  const { project } = await searchParams
  redirect(
    typeof project === 'string' ? `/settings/account?project=${encodeURIComponent(project)}` : '/settings/account',
  )
}
