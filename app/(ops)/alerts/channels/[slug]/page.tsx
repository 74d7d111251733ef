import type { Metadata } from 'next'
import { ChannelPage } from '#components/alerts/channel-page.tsx'
import { channelFields } from '#lib/domain/channels/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Channel ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneChannelPage({ params }: Props) {
  return <ChannelPage slug={nameInPath((await params).slug)} fields={formFields(channelFields)} />
}
