import { isNoChannel, readAddress, wrongChannel } from './values.ts'
import type { Read } from './variables.ts'

export type SuggestConfig = {
  /** Where suggested use cases go for review, by its ID, if anywhere. */
  channel: string | undefined
  /** The repository of the catalogue, `owner/name`, if there is one, and where GitHub's REST API is. */
  repository: string | undefined
  githubApiUrl: string
}

/** Reads where suggestions go; what is wrong is added to `faults`. */
export function readSuggest(read: Read, faults: string[]): SuggestConfig {
  const channel = read('SUGGEST_CHANNEL')
  const repository = read('GITHUB_REPOSITORY')
  if (isNoChannel(channel)) faults.push(wrongChannel('SUGGEST_CHANNEL'))
  if (repository !== undefined && !/^[\w-][\w.-]*\/[\w.-]+$/.test(repository)) {
    faults.push('GITHUB_REPOSITORY is no repository. Write it as owner/name.')
  }
  return {
    channel,
    repository,
    githubApiUrl: readAddress('GITHUB_API_URL', 'https://api.github.com/', read, faults),
  }
}
