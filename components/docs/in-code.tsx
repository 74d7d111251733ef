import { parseAsString, useQueryState } from 'nuqs'
import { Code } from '#components/kit/blocks.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { curlApproval, curlTrace, type Snippet } from './snippets.ts'

interface Props {
  snippets: readonly Snippet[]
  origin: string
  secret: string
}

const isOfTraces = ({ id }: Snippet) => id.startsWith('traces-')

/** What to paste, framework by framework: how its packages come, a held tool, traces. */
export function InCode({ snippets, origin, secret }: Props) {
  const held = snippets.filter(each => !isOfTraces(each))
  const tabs = [...held.map(({ id, label }) => ({ id, label })), { id: 'curl', label: 'curl' }]
  const [asked, setAsked] = useQueryState('with', parseAsString.withDefault(tabs[0]?.id ?? 'curl'))
  const active = tabs.some(({ id }) => id === asked) ? asked : 'curl'
  const shown = held.find(({ id }) => id === active)
  const traces = shown && snippets.find(each => isOfTraces(each) && each.language === shown.language)
  return (
    <Tabs label="Framework" tabs={tabs} active={active} onChange={id => void setAsked(id)}>
      {shown ? (
        <>
          <Whole of={shown} label={`${shown.label} for approvals`} />
          {traces ? (
            <>
              <p>Traces. Whatever instruments your framework adds the spans:</p>
              <Whole of={traces} label={`${shown.label} for traces`} />
            </>
          ) : null}
        </>
      ) : (
        <>
          <p>Ask, wait, claim, run, report. Anything but a claim means: do not run it, also when nothing answers.</p>
          <Code label="curl for approvals" text={curlApproval(origin, secret)} />
          <Code label="curl for traces" text={curlTrace(origin, secret)} />
        </>
      )}
    </Tabs>
  )
}

function Whole({ of: { install, code }, label }: { of: Snippet; label: string }) {
  return (
    <>
      {install === null ? null : <Code label={`packages of ${label}`} text={install} />}
      <Code label={label} text={code} />
    </>
  )
}
