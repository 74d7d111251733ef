import { useMemo } from 'react'
import { Code, Part, pretty } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { type Message, readMessages } from './messages.ts'
import styles from './payload.module.css'

/** An input or output: as a conversation when it is one, else as it came. */
export function Payload({ title, text }: { title: string; text: string | null }) {
  const messages = useMemo(() => readMessages(text), [text])
  if (text === null) {
    return (
      <Part title={title}>
        <p className="hp-muted">The client sent none.</p>
      </Part>
    )
  }
  if (!messages) {
    return (
      <Part title={title}>
        <Code label={title.toLowerCase()} text={pretty(text)} />
      </Part>
    )
  }
  return (
    <Part title={title} end={<CopyButton text={text} label={`Copy ${title.toLowerCase()}`} />}>
      <ol className={styles.messages}>
        {messages.map((message, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have no identity but their place
          <li key={at}>
            <span className={styles.role}>{message.role}</span>
            {message.text ? (
              <p>
                <VisibleText text={message.text} />
              </p>
            ) : null}
            <ToolCalls calls={message.toolCalls} />
          </li>
        ))}
      </ol>
    </Part>
  )
}

/** The calls a model asks for, each with the arguments as it wrote them. */
export function ToolCalls({ calls }: { calls: Message['toolCalls'] }) {
  return calls.map((call, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: calls have no identity but their place
    <div key={index} className={styles.toolCall}>
      <span className="hp-mono">
        calls <VisibleText text={call.name} />
      </span>
      <pre>
        <VisibleText text={pretty(call.arguments)} />
      </pre>
    </div>
  ))
}
