import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { type Agent, agentOn, endOf } from './agent-process.ts'

/** A process that imports a framework once and copies itself for each agent: an import costs as much as fifty scenarios. */
function openHost(command: readonly string[]) {
  const [program = '', ...args] = command
  const host = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] })
  const ended = endOf(host)
  return {
    /** An agent that plays this driver. It comes back to us on a port of its own. */
    async start(driver: string, env: Record<string, string>): Promise<Agent> {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      host.stdin.write(`${JSON.stringify({ driver, port, env })}\n`)
      const [socket] = (await Promise.race([once(server, 'connection'), ended])) as [Socket]
      server.close()
      const gone = new Promise<never>((_, reject) => {
        const say = (why: string) => () => reject(new Error(`The agent with ${driver} ${why}.`))
        socket.once('close', say('is no more')).once('error', say('cannot be heard'))
      })
      let pid = 0
      const agent = agentOn({ from: socket, to: socket, gone, kill: () => process.kill(pid, 'SIGKILL') })
      pid = Number((await agent.ready()).pid)
      return agent
    },
    close: () => host.stdin.end(),
  }
}

export type Hosts = ReturnType<typeof openHosts>

/** One host for each framework, begun when its first agent is. */
export function openHosts() {
  const open = new Map<string, ReturnType<typeof openHost>>()
  return {
    of(framework: string, command: readonly string[]) {
      const host = open.get(framework) ?? openHost(command)
      open.set(framework, host)
      return host
    },
    close() {
      for (const host of open.values()) host.close()
    },
  }
}
