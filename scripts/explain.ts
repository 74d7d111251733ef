const port = () => process.env.PORT || '3000'
const host = () => process.env.HOST || '127.0.0.1'

/** What the machine says no with, in words that tell what to do. */
const sentences: Record<string, (error: { path?: string; message: string }) => string> = {
  EADDRINUSE: () =>
    `Port ${port()} is taken by another program; set PORT to a free one, for example PORT=${Number(port()) + 1} npm start.`,
  EADDRNOTAVAIL: () => `HOST is ${host()}, which is no address of this machine; 0.0.0.0 means all of them.`,
  ENOTFOUND: () => `HOST is ${host()}, which is neither an address nor a name that this machine knows.`,
  EACCES: ({ path }) =>
    path
      ? `This user may not use ${path}; choose another place with HOLDPOINT_DATA_DIR, or another user.`
      : `This user may not listen on port ${port()}; set PORT to one above 1023.`,
  EPERM: ({ message }) => `The machine does not allow it: ${message}.`,
  EROFS: ({ path }) => `${path ?? 'The folder'} is on a read-only file system.`,
  ENOSPC: ({ path }) => `The disk is full${path ? ` at ${path}` : ''}.`,
}

/** An error as what is printed when the start ends by it: one sentence if we know what it means, else its stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'StartError') return error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return sentences[code === 'EAI_AGAIN' ? 'ENOTFOUND' : code]?.(error) ?? error.stack ?? error.message
}
