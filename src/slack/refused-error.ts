/** Slack answered a request with an HTTP error: its status, and its reason in its own words. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  readonly statusCode: number
  readonly reason: string

  constructor(statusCode: number, reason: string) {
    super(`Slack refused a request: ${statusCode} ${reason}`)
    this.statusCode = statusCode
    this.reason = reason
  }
}
