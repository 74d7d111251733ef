import { createMcpHandler } from '@modelcontextprotocol/server'
import { logger } from '#lib/platform/logger.ts'
import { type Connection, mcpServer } from './server.ts'

/** Proxies end a stream on which nothing is heard; comments keep it open. */
const keepAliveMs = 15_000

/**
 * Answers one MCP message, of clients of 2026-07-28 and of 2025. Nothing is kept between messages: a call whose answer
 * was lost is made again, and finds what it had asked for by its tool call id.
 */
export function serveMcp(connection: Omit<Connection, 'base'>, request: Request, message: unknown): Promise<Response> {
  const { fetch } = createMcpHandler(() => mcpServer({ ...connection, base: request.url }), {
    responseMode: 'sse',
    keepAliveMs,
    onerror: error => logger().debug({ err: error }, 'mcp'),
  })
  return fetch(request, { parsedBody: message })
}
