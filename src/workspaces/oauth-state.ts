import oauth, { type StateStore } from '@slack/oauth'

// Node does not see these two among the names of a CommonJS package; whoever bundles or transpiles does.
const { ClearStateStore, InvalidStateError } = oauth

type Deps = {
  /** Signs the states; the same for all processes. */
  secret: string
  /** Whether this is the first time, in whichever process, that somebody claims this; kept for ten minutes at least. */
  claim: (key: string) => Promise<boolean>
  /** In ms since 1970. */
  now: () => number
}

/** So long a person has between the button and Slack's answer, in seconds: what the library takes when nothing is said. */
const EXPIRES_S = 600

/**
 * Makes the states that tie Slack's answer to the browser in which somebody began to install: signed, good for ten
 * minutes, and for one time. What is not, is refused with the library's InvalidStateError.
 */
export function createStateStore({ secret, claim, now }: Deps): StateStore {
  const signed = new ClearStateStore(secret, EXPIRES_S)
  return {
    generateStateParam: (options) => signed.generateStateParam(options, new Date(now())),
    async verifyStateParam(_, state) {
      const options = await signed.verifyStateParam(new Date(now()), state)
      if (!(await claim(state))) throw new InvalidStateError('The state value was used before')
      return options
    },
  }
}
