export interface StreamEvent {
  event: string
  data: string
}

/** Server-sent events of a body, without their ids. `alive` is called for every sign of life, `over` at the end. */
export async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  alive: () => void,
  over: () => void,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (const reader = body.getReader(); ; ) {
      const { value, done } = await reader.read()
      if (done) return
      alive()
      const blocks = (text + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = field(block, 'event')
        if (event !== '') yield { event, data: field(block, 'data') }
      }
    }
  } finally {
    over()
  }
}

const field = (block: string, name: string): string =>
  block
    .split(/\r?\n/)
    .filter(line => line.startsWith(`${name}:`))
    .map(line => line.slice(name.length + 1).trimStart())
    .join('\n')
