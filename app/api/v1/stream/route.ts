import { streamHandler } from '#lib/http/stream.ts'

export const GET = streamHandler
