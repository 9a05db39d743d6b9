import { forgottenPubliclyReply, forgottenReply, privacyReply } from '../cards/notices.ts'
import { createDigests } from '../digest/digests.ts'
import { overviewOf } from '../digest/overview.ts'
import type { Runner } from '../digest/runner.ts'
import type { StandingDeps } from '../digest/standing.ts'
import { perEdition } from '../library/per-edition.ts'
import { KEPT_DAYS } from '../people/kept.ts'
import type { Edition } from '../search/edition.ts'
import type { AnswerAsk } from '../slack/answers.ts'
import { createDesk, type DeskDeps } from '../slack/desk.ts'
import { createDigestModal, type DigestDeps } from '../slack/digest-modal.ts'
import { createDigestOptions } from '../slack/digest-options.ts'
import { createAnswerDigest } from '../slack/digest-requests.ts'
import type { Services } from '../slack/requests.ts'
import { createSaved } from '../slack/saved.ts'
import { answerStats } from '../slack/stats.ts'

/** How many digests the Home tab tells of in full. */
const MOST_DIGESTS = 20

export type ServingDeps = Omit<DeskDeps, keyof Edition | 'overview' | 'video' | 'answers'> &
  Omit<DigestDeps, 'catalogue' | 'digests'> &
  Omit<StandingDeps, 'catalogue'> & { poster: Parameters<typeof createDigests>[0]['poster'] } & {
    runner: Runner
    answersOf: (edition: Edition) => AnswerAsk
  }

/** What serves people of a workspace from one edition. */
export type Serving = ReturnType<ReturnType<typeof createServing>>

/** Puts together, for each edition, all that the database is needed for and that answers people. */
export function createServing({ answersOf, ...deps }: ServingDeps) {
  // What is known of Slack outlives an edition.
  const video = { withoutUntil: 0 }
  return perEdition((edition) => {
    const { catalogue } = edition
    const digest = { ...deps, catalogue, digests: createDigests({ ...deps, catalogue }) }
    return {
      edition,
      kept: deps.kept,
      desk: createDesk({
        ...{ ...deps, ...edition, video, answers: answersOf(edition) },
        overview: (person, team) => overviewOf(person, team, MOST_DIGESTS, { ...deps, catalogue }),
      }),
      answerDigest: createAnswerDigest(digest),
      digest: { ...createDigestModal(digest), options: createDigestOptions(catalogue) },
    }
  })
}

/** Answers the words that need more than the catalogue, each from the edition that there is when it is asked. */
export function servicesOf(serve: (team: string) => Promise<Serving>): Services {
  return {
    digest: async (typed, request) => (await serve(request.team)).answerDigest(typed, request),
    saved: async (typed, request) => {
      const { kept, edition } = await serve(request.team)
      return createSaved(kept, edition.catalogue)(typed, request)
    },
    suggest: async (words, request) => (await serve(request.team)).desk.suggest(words, request),
    stats: async (_, { team }) => {
      const { kept, edition } = await serve(team)
      return answerStats(team, { ...edition, kept })
    },
    privacy: async (_, { command }) => privacyReply(command, KEPT_DAYS),
    forget: async (_, { team, user, channel, publicly }) => {
      const { kept } = await serve(team)
      const counts = await kept.forget({ team, user })
      return publicly && !channel.startsWith('D') ? forgottenPubliclyReply() : forgottenReply(counts)
    },
  }
}
