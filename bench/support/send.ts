export const perSecond = (spans: number, ms: number) => Math.round((spans * 1000) / ms)

/** Posts every body once from `senders` senders, each waiting for its answer. Milliseconds until the last answer; throws unless all are 200. */
export async function send(
  url: string,
  headers: Record<string, string>,
  bodies: readonly Uint8Array[],
  senders: number,
): Promise<number> {
  const queue = [...bodies]
  const began = performance.now()
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let body = queue.pop(); body; body = queue.pop()) {
        const response = await fetch(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/x-protobuf' },
          body: Uint8Array.from(body),
        })
        if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`)
        await response.arrayBuffer()
      }
    }),
  )
  return performance.now() - began
}
