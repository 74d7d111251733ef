import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stand-in was asked. */
interface AskedOf {
  authorization: string | undefined
  model: string
  prompt: string
}

type Answer = string | number

/** A model behind an OpenAI-compatible address on this machine. `answer` gives its answers: a text, or a status. */
export async function standInModel(answer: (asked: AskedOf, nth: number) => Answer | Promise<Answer>) {
  const asked: AskedOf[] = []
  const server = http.createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const what = { authorization: request.headers.authorization, model: body.model, prompt: body.messages[0].content }
    asked.push(what)
    const given = await answer(what, asked.length)
    if (typeof given === 'number') return void response.writeHead(given).end('try again')
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        choices: [{ index: 0, message: { role: 'assistant', content: given }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 200, completion_tokens: 20, total_tokens: 220 },
      }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { asked, url, close }
}
