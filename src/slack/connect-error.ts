/** Slack does not let us in, in words for the one who set it up. */
export class ConnectError extends Error {
  override name = 'ConnectError'
}
