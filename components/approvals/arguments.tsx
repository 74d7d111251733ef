'use client'

import { useState } from 'react'
import { CodeBox } from '#components/kit/blocks.tsx'
import { JsonText } from '#components/kit/json-text.tsx'
import { LongBox } from '#components/kit/long-box.tsx'
import { argumentsText, type Member, membersOf } from './argument-members.ts'
import styles from './arguments.module.css'

/** The arguments that will run: short values first, long lists folded, and a count of the lines that are out of sight. */
export function Arguments({ of: args }: { of: Record<string, unknown> }) {
  const members = membersOf(args)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const isFolded = (member: Member) => member.folded !== null && !opened.has(member.name)
  const folded = members.filter(isFolded).reduce((sum, { lines }) => sum + lines - 1, 0)
  const text = argumentsText(args)
  return (
    <CodeBox text={text} label="arguments">
      <LongBox
        label="arguments"
        folded={folded}
        onAll={all => setOpened(new Set(all ? members.map(({ name }) => name) : []))}
      >
        <pre>
          {folded === 0 ? (
            <JsonText text={text} />
          ) : (
            <>
              {'{\n'}
              {members.map((member, at) => (
                <OneMember
                  key={member.name}
                  member={member}
                  end={at < members.length - 1 ? ',\n' : '\n'}
                  onOpen={isFolded(member) ? () => setOpened(new Set([...opened, member.name])) : null}
                />
              ))}
              {'}'}
            </>
          )}
        </pre>
      </LongBox>
    </CodeBox>
  )
}

function OneMember({ member, end, onOpen }: { member: Member; end: string; onOpen: (() => void) | null }) {
  if (!onOpen) {
    return (
      <>
        <JsonText inside text={member.text} />
        {end}
      </>
    )
  }
  return (
    <>
      <JsonText inside text={`  ${JSON.stringify(member.name)}: `} />
      <button type="button" className={styles.open} onClick={onOpen}>
        {member.folded} <span>show {member.lines} lines</span>
      </button>
      {end}
    </>
  )
}
