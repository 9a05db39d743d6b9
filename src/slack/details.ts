import { setTimeout as sleep } from 'node:timers/promises'
import type { ModalView } from '@slack/types'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { decodePlace, VIEWS } from '../cards/actions.ts'
import { detailsView, MOST_SIMILAR } from '../cards/details.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import type { Search } from '../search/search.ts'
import type { Click } from './clicks.ts'
import { encodeOrigin, type Origin, readOrigin } from './origin.ts'
import { updateView } from './views.ts'

type Deps = {
  client: WebClient
  catalogue: Catalogue
  search: Search
  kept: Pick<Kept, 'isSaved'>
  video: VideoMemory
  log: Log
}

/** Until when views go without videos, in ms since 1970. It outlives an edition of the catalogue. */
export type VideoMemory = { withoutUntil: number }

// As many as one goes back in a view; more would not fit what it can carry.
const MOST_STEPS = 15

/** Shows a use case in its view: opened, on top of another view, or in place; `note` says what was done just now. */
export type ShowDetails = (click: Click, origin: Origin, note?: string) => Promise<void>

/** A use case in full, in a view of its own. Each gives whether the click had a meaning. */
export function createDetails({ catalogue }: Pick<Deps, 'catalogue'>, show: ShowDetails) {
  /** In its own view another use case takes the place of the one before; elsewhere the view opens. */
  async function open(click: Click): Promise<boolean> {
    const place = decodePlace(click.value)
    const useCase = place && catalogue.byId.get(place.useCase)
    if (!place || !useCase) return false
    const here = ownOrigin(click)
    const steps = here ? [...here.steps, here.useCase].slice(-MOST_STEPS) : []
    await show(click, { ...(here ?? conversationOf(click)), ...place, useCase: useCase.id, steps })
    return true
  }

  async function back(click: Click): Promise<boolean> {
    const here = ownOrigin(click)
    const before = here?.steps.at(-1)
    if (!here || before === undefined || !catalogue.byId.has(before)) return false
    await show(click, { ...here, useCase: before, steps: here.steps.slice(0, -1) })
    return true
  }
  return { open, back }
}

/** The origin that a details view carries; undefined for a click elsewhere. */
export function ownOrigin({ view }: Click): Origin | undefined {
  return view?.callbackId === VIEWS.details ? readOrigin(view.metadata) : undefined
}

function conversationOf({ message }: Click): Pick<Origin, 'channel' | 'thread' | 'responseUrl'> {
  if (!message) return {}
  const { channel, thread, responseUrl, ts, privately } = message
  // In its own direct message with the bot nobody else would read it.
  if (channel.startsWith('D') && !privately) return {}
  // What all can read is talked about in its thread.
  return { channel, thread: thread ?? (privately ? undefined : ts), responseUrl }
}

const PATIENCE_MS = 1000
const REMEMBER_MS = 24 * 60 * 60 * 1000

/** Slack takes videos on some surfaces only: once it refused one, the link alone is shown for a day. */
export function createShowDetails({
  client,
  catalogue,
  search,
  kept,
  video: memory,
  log,
}: Deps): ShowDetails {
  return async (click, origin, note) => {
    const useCase = catalogue.byId.get(origin.useCase)
    if (!useCase) throw new Error('a use case is gone')
    // The trigger of a click lasts three seconds: a slow database must not take them.
    const looked = kept.isSaved(click, useCase.id).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'could not look whether a use case is saved')
      return false
    })
    const saved = await Promise.race([looked, sleep(PATIENCE_MS, false, { ref: false })])
    const viewWith = (video: boolean) =>
      detailsView(
        {
          ...{ useCase, saved, video, back: origin.steps.length > 0, metadata: encodeOrigin(origin) },
          ...{ similar: search.similar(useCase.id, MOST_SIMILAR), place: origin },
          ...(note === undefined ? {} : { note }),
        },
        catalogue,
      )
    const video = Date.now() >= memory.withoutUntil
    try {
      await put(client, click, viewWith(video))
    } catch (error) {
      if (!video || !isBadView(error)) throw error
      const plain = viewWith(false)
      if (plain.blocks.length === viewWith(true).blocks.length) throw error
      log.warn({ error: describeError(error) }, 'Slack refused a view, trying without video')
      await put(client, click, plain)
      // Slack takes videos only of domains that the app may unfurl, and not on every surface.
      memory.withoutUntil = Date.now() + REMEMBER_MS
    }
  }
}

async function put(client: WebClient, { trigger, view }: Click, shown: ModalView): Promise<void> {
  if (view?.callbackId === VIEWS.details) await updateView(client, view.id, shown)
  else if (view && view.type === 'modal') await client.views.push({ trigger_id: trigger, view: shown })
  else await client.views.open({ trigger_id: trigger, view: shown })
}

const isBadView = (error: unknown) =>
  error instanceof WebAPIPlatformError && /invalid_arguments|invalid_blocks/.test(error.data.error)
