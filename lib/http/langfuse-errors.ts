const names: Record<number, string> = {
  400: 'InvalidRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'LangfuseNotFoundError',
  405: 'MethodNotAllowedError',
  422: 'InvalidRequestError',
}

/** Paths that Langfuse's SDKs call. */
export const isLangfusePath = (pathname: string) => pathname.startsWith('/api/public/')

/**
 * A problem document with the two members beside that Langfuse's SDKs read from an error: `message` and `error`. They
 * show the first to their user; without it he sees "Internal error".
 */
export async function withLangfuseError(response: Response): Promise<Response> {
  if (response.headers.get('content-type') !== 'application/problem+json') return response
  const problem = (await response.json()) as { title: string; detail?: string }
  const body = { ...problem, message: problem.detail ?? problem.title, error: names[response.status] ?? problem.title }
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(body), { status: response.status, headers })
}
