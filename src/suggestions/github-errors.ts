/** What GitHub answered well and still does not let us go on; its message is for whoever runs the bot. */
export class Refusal extends Error {}

/** The parts of `@octokit/request-error` that are looked at; without `response` there was no answer. */
type Failed = {
  status: number
  message: string
  response?: { headers: Record<string, unknown>; data?: unknown }
  cause?: { name?: string }
}

const isFailed = (error: unknown): error is Failed =>
  error instanceof Error && typeof (error as { status?: unknown }).status === 'number'

/** Whether no answer came, so that nobody knows what was done. */
export const wasLost = (error: unknown): boolean => isFailed(error) && !error.response

/**
 * Says why there is no pull request and what to do: whole sentences.
 * @param repository as the operator named it, `owner/name`
 */
export function explainGithub(error: unknown, repository: string): string {
  if (error instanceof Refusal) return error.message
  if (!isFailed(error)) return `GitHub's answer is not understood: ${String(error).slice(0, MOST_SAID)}.`
  if (!error.response) {
    const slow = error.cause?.name === 'TimeoutError'
    return `GitHub ${slow ? 'did not answer in time' : 'cannot be reached'}. Check the way to it from where the bot runs, and try again.`
  }
  const { status, response } = error
  const limited = explainLimit(status, response.headers, error.message)
  if (limited !== undefined) return limited
  if (status >= 500) return `GitHub has trouble of its own (${status}). Try again later.`
  return (
    BY_STATUS[status]?.(repository) ?? `GitHub refused (${status}): ${error.message.slice(0, MOST_SAID)}.`
  )
}

const MOST_SAID = 200

const RIGHTS = 'the rights Contents and Pull requests, both to read and write'
const BY_STATUS: Record<number, (repository: string) => string> = {
  401: (repository) =>
    `GitHub does not accept the token (GITHUB_TOKEN). Make a new one for ${repository}, with ${RIGHTS}.`,
  403: (repository) => `The token (GITHUB_TOKEN) may not write to ${repository}. Give it ${RIGHTS}.`,
  404: (repository) =>
    `There is no repository ${repository} on GitHub (GITHUB_REPOSITORY), or the token (GITHUB_TOKEN) may not write to ` +
    `it. Check the name, and give the token ${RIGHTS}.`,
}

/** docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 403 or 429, and one of these headers. */
function explainLimit(status: number, headers: Record<string, unknown>, message: string): string | undefined {
  const isLimit =
    headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers || /rate limit/i.test(message)
  if (status !== 429 && !(status === 403 && isLimit)) return undefined
  const reset = Number(headers['x-ratelimit-reset'])
  const when =
    reset > 0 ? `after ${new Date(reset * 1000).toISOString().slice(11, 16)} UTC` : 'in some minutes'
  return `GitHub lets this token do no more for now. Try again ${when}.`
}
