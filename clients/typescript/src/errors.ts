/** The action did not run; the message says why. Every failure before an action is one of these. */
export class NotAllowed extends Error {
  override name = 'NotAllowed'
}

/** A person rejected it, or answered with a text for the agent. */
export class Rejected extends NotAllowed {
  override name = 'Rejected'
}

/** Nobody decided in time, or the request was withdrawn. */
export class Expired extends NotAllowed {
  override name = 'Expired'
}

/** The run that asked has ended. */
export class Cancelled extends NotAllowed {
  override name = 'Cancelled'
}

/** Holdpoint did not answer, or answered that it cannot. */
export class Unreachable extends NotAllowed {
  override name = 'Unreachable'
}

/** The answer cannot be read, or does not belong to what was asked. */
export class Malformed extends NotAllowed {
  override name = 'Malformed'
}

/** The receipt of the decision is not Holdpoint's, or not for this action. */
export class BadReceipt extends NotAllowed {
  override name = 'BadReceipt'
}

/** Holdpoint answered with an error (4xx): key, agent, project or input. */
export class Refused extends NotAllowed {
  override name = 'Refused'
  readonly status: number
  readonly type: string

  constructor(message: string, status: number, type: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

export interface Reason {
  rule: string
  message: string
  by?: string
  limit?: string
  used?: string
  resetsAt?: string
}

/** A rule denied the step. */
export class Denied extends NotAllowed {
  override name = 'Denied'
  readonly reasons: readonly Reason[]
  /** The workflow that answers instead, where one is named. */
  readonly fallback: string | null

  constructor(reasons: readonly Reason[], fallback: string | null = null) {
    super(reasons.map(({ message }) => message).join(' ') || 'The step is denied.')
    this.reasons = reasons
    this.fallback = fallback
  }
}
