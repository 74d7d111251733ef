import { authHandler } from '#lib/domain/access/auth-handler.ts'

export const GET = (request: Request) => authHandler(request)
export const POST = (request: Request) => authHandler(request)
