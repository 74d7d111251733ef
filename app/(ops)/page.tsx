import { redirect } from 'next/navigation'

/** The inbox is where a person is needed; it is the first page until there is an overview. */
export default function HomePage() {
  redirect('/approvals')
}
