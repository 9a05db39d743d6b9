import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Reply } from '../cards/blocks.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { DIGEST_INPUTS, type DigestChoice, digestModal, readDigestModal } from '../cards/digest-modal.ts'
import type { DigestSettings } from '../cards/digest-settings.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Asked } from '../digest/asked.ts'
import type { Digests } from '../digest/digests.ts'
import { matchingUseCases } from '../digest/pick.ts'
import { readTime } from '../digest/times.ts'
import { isZone } from '../digest/zones.ts'
import { describeError, type Log } from '../log.ts'
import { apologise } from './apology.ts'
import { deliveryOf } from './delivery.ts'
import type { People } from './people.ts'
import { metadataOf, textOr } from './views.ts'

/** What the digest takes from the rest of the app. */
export type DigestDeps = {
  client: WebClient
  digests: Digests
  people: People
  catalogue: Catalogue
  now: () => number
  log: Log
}

/**
 * What a modal must know of where it was opened; it comes back with everything that is done in it. The workspace is that of
 * whoever does it, whatever a view says.
 */
type Origin = Pick<Asked, 'channel' | 'command'>

/** Opens the settings of a channel's digest. */
export async function openDigestModal(trigger: string, asked: Asked, deps: DigestDeps): Promise<undefined> {
  const { settings } = await deps.digests.settings(asked)
  await deps.client.views.open({ trigger_id: trigger, view: await viewOf(settings, asked, deps) })
}

async function viewOf(settings: DigestSettings, asked: Asked, { digests, catalogue }: DigestDeps) {
  const { channel, command } = asked
  const { exists } = await digests.settings(asked)
  const card = await digests.preview(settings, asked)
  const origin: Origin = { channel, command }
  return digestModal({
    ...{ settings, catalogue, exists, metadata: JSON.stringify(origin), preview: card?.digest },
    ...{ matching: card?.matching ?? 0, next: card?.next ?? '' },
  })
}

/** The listeners of the modal. */
export function createDigestModal(deps: DigestDeps) {
  const { client, digests, people, log } = deps
  const latest = new Map<string, symbol>()

  /** Another industry or topic: shows the card that comes then. */
  async function change(args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> {
    const { view } = args.body
    const origin = view && originOf(view)
    if (!view || !origin) return
    const own = Symbol('of two choices in quick succession, the later one holds both')
    latest.set(view.id, own)
    try {
      const asked = await askedIn(args, view.id, origin, people)
      const { settings } = await digests.settings(asked)
      const changed = await viewOf(withChoice(settings, readDigestModal(view.state.values)), asked, deps)
      if (latest.get(view.id) === own) await client.views.update({ view_id: view.id, view: changed })
    } catch (error) {
      // Whoever closed the modal meanwhile misses nothing.
      log.warn({ view: view.id, error: describeError(error) }, 'a preview could not be shown')
    } finally {
      if (latest.get(view.id) === own) latest.delete(view.id)
    }
  }

  /** Saves, or says below the input what is wrong with it. */
  async function submit(args: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs) {
    const { ack, view } = args
    const origin = originOf(view)
    const choice = readDigestModal(view.state.values)
    const errors = origin ? faultsOf(choice, deps.catalogue) : { [DIGEST_INPUTS.time]: OLD_FORM }
    if (!origin || Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors })
    await ack()
    const asked = await askedIn(args, view.id, origin, people)
    try {
      const { settings } = await digests.settings(asked)
      const { reply, done } = await digests.save(withChoice(settings, choice), asked)
      // Once it is done, the channel reads so, and so does whoever did it.
      if (!done) await whisper({ text: reply.text, blocks: reply.classic }, asked)
    } catch (error) {
      const { team, channel, person } = asked
      await whisper(apologise(error, { kind: 'modal', team, channel, user: person.id }, log), asked)
    }
  }

  /** To one person alone: in the channel, or by direct message where the bot cannot write there. */
  async function whisper(said: Pick<Reply, 'text'> & { blocks?: Reply['classic'] }, to: Asked) {
    const message = { ...said, unfurl_links: false, unfurl_media: false }
    const { channel, person } = to
    await client.chat.postEphemeral({ ...message, channel, user: person.id }).catch(async (error) => {
      log.warn({ channel, error: describeError(error) }, 'could not write to a person in a channel')
      await client.chat.postMessage({ ...message, channel: person.id })
    })
  }
  return { change, submit }
}

const OLD_FORM = 'This form is of another version of this app. Close it, and open it again.'

/** Undefined where a view of another age does not say it. */
function originOf({ private_metadata }: { private_metadata: string }): Origin | undefined {
  const { channel, command } = metadataOf(private_metadata)
  const known = textOr('', channel)
  return known === '' ? undefined : { channel: known, command: textOr(DEFAULT_COMMAND, command) }
}

async function askedIn(
  { body, context }: { body: { user: { id: string } }; context: object },
  request: string,
  origin: Origin,
  people: People,
) {
  const { team } = deliveryOf(context).workspace
  const person = await people(body.user.id)
  return { ...origin, team, person, request, publicly: false } satisfies Asked
}

const isTime = (time: string | undefined): time is string => time !== undefined && readTime(time) === time

/** What is wrong with the inputs, each under its name. */
function faultsOf({ time, days, zone, industries = [], topics = [] }: DigestChoice, catalogue: Catalogue) {
  const errors: Record<string, string> = {}
  if (!isTime(time)) errors[DIGEST_INPUTS.time] = 'Choose a time.'
  if (!days?.length) errors[DIGEST_INPUTS.days] = 'Choose at least one day.'
  if (!zone || !isZone(zone)) errors[DIGEST_INPUTS.zone] = 'Choose a time zone.'
  if (matchingUseCases(catalogue, { industries, topics }).length === 0) {
    const input = topics.length > 0 ? DIGEST_INPUTS.topics : DIGEST_INPUTS.industries
    errors[input] = 'No use case matches these industries and topics.'
  }
  return errors
}

/** The settings as they are chosen in the modal; what it did not send stays. */
function withChoice(settings: DigestSettings, choice: DigestChoice): DigestSettings {
  const { time, days, zone, industries, topics } = choice
  return {
    time: isTime(time) ? time : settings.time,
    days: days?.length ? days : settings.days,
    zone: zone !== undefined && isZone(zone) ? zone : settings.zone,
    industries: industries ?? [],
    topics: topics ?? [],
  }
}
