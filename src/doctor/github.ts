import type { Config } from '../config.ts'
import { explainGithub } from '../suggestions/github-errors.ts'
import { ANSWER_MS } from './call.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

const CHECK = 'GitHub token'

/** Looks whether GitHub takes the token for the repository, where there is a token. */
export async function checkGithub(
  { repository, githubApiUrl }: Config['suggest'],
  token: string | undefined,
): Promise<Finding[]> {
  if (token === undefined) return []
  if (repository === undefined)
    return [
      warning(
        CHECK,
        'It is not used: GITHUB_REPOSITORY is not set.',
        'Set that, too, or remove GITHUB_TOKEN.',
      ),
    ]
  const why = await refusalOf(`${githubApiUrl}repos/${repository}`, token)
  if (why === undefined) {
    const found = `GitHub takes it for ${repository}. Whether it may write there shows at the first pull request.`
    return [ok(CHECK, found)]
  }
  const [found = '', ...remedy] = explainGithub(why, repository).split(/(?<=\.) (?=[A-Z])/)
  return [fault(CHECK, found, remedy.join(' '))]
}

/** @returns what the way to GitHub or GitHub itself has against it, in the form of Octokit's errors */
async function refusalOf(address: string, token: string): Promise<Error | undefined> {
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await response.body?.cancel()
    const { ok: accepted, status, headers } = response
    if (accepted) return undefined
    const more = { status, response: { headers: Object.fromEntries(headers) } }
    return Object.assign(new Error(`HTTP ${status}`), more)
  } catch (cause) {
    return Object.assign(new Error('no answer', { cause }), { status: 500 })
  }
}
