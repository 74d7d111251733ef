/**
 * An answer whose text is at hand. The lane writes it out as it stands, without a stream in between; for everybody else it
 * is a response like any other.
 */
export class TextResponse extends Response {
  readonly content: string

  constructor(content: string, init: { status?: number; headers?: Record<string, string> } = {}) {
    super(null, init)
    this.content = content
  }

  static override json(value: unknown, init: { status?: number; headers?: Record<string, string> } = {}): TextResponse {
    const headers = { 'content-type': 'application/json', ...init.headers }
    return new TextResponse(JSON.stringify(value), { ...init, headers })
  }

  get #streamed(): Response {
    return new Response(this.content, { status: this.status, headers: this.headers })
  }

  override get body() {
    return this.#streamed.body
  }

  override clone(): Response {
    return this.#streamed
  }

  override async text(): Promise<string> {
    return this.content
  }

  override async json(): Promise<unknown> {
    return JSON.parse(this.content)
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#streamed.arrayBuffer()
  }

  override bytes() {
    return this.#streamed.bytes()
  }

  override blob(): Promise<Blob> {
    return this.#streamed.blob()
  }
}
