import { createMcpHandler } from '@modelcontextprotocol/server'
import { logger } from '#lib/platform/logger.ts'
import { type Connection, mcpServer } from './server.ts'

/** Proxies close a silent stream. Comments keep it open. */
const keepAliveMs = 15_000

/**
 * Answers one MCP message, from clients of 2026-07-28 and of 2025. Nothing is kept between messages. If an answer is lost, the
 * client makes the call again, and its tool call id finds the same request.
 */
export function serveMcp(connection: Omit<Connection, 'base'>, request: Request, message: unknown): Promise<Response> {
  const { fetch } = createMcpHandler(() => mcpServer({ ...connection, base: request.url }), {
    responseMode: 'sse',
    keepAliveMs,
    onerror: error => logger().debug({ err: error }, 'mcp'),
  })
  return fetch(request, { parsedBody: message })
}
