import type { WebClient } from '@slack/web-api'
import { decodePlace, type Place } from '../cards/actions.ts'
import { problemView } from '../cards/problem.ts'
import { shareToView } from '../cards/share-to.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Kept } from '../people/kept.ts'
import type { Click, ClickedMessage } from './clicks.ts'
import { ownOrigin, type ShowDetails } from './details.ts'
import type { Share, Sharing } from './share.ts'
import type { Whisper } from './whisper.ts'

type Deps = {
  client: WebClient
  catalogue: Catalogue
  kept: Pick<Kept, 'save' | 'unsave'>
  share: Share
  show: ShowDetails
  whisper: Whisper
}

/** What a person does with one use case. Each gives whether the click had a meaning. */
export function createUseCaseActions(deps: Deps) {
  const { catalogue, kept, client, show } = deps
  const named = (click: Click) => {
    const place = decodePlace(click.value)
    const useCase = place && catalogue.byId.get(place.useCase)
    return place && useCase && { place, useCase }
  }
  const push = async (click: Click, view: ReturnType<typeof shareToView>) => {
    await client.views.push({ trigger_id: click.trigger, view })
    return true
  }
  return {
    /** Keeps a use case for the person, or no longer. */
    keep: async (click: Click, saved: boolean): Promise<boolean> => {
      const { useCase } = named(click) ?? {}
      if (!useCase) return false
      await (saved ? kept.save(click, useCase.id) : kept.unsave(click, useCase.id))
      const here = ownOrigin(click)
      if (here) await show(click, here, saved ? 'Saved. You find it in the Home tab of this app.' : undefined)
      return true
    },
    /** In the conversation that it came from; where there is none, the person chooses one. */
    share: async (click: Click): Promise<boolean> => {
      const { place, useCase } = named(click) ?? {}
      if (!place || !useCase) return false
      if (click.message) return shareFromMessage(place, click, click.message, deps)
      if (ownOrigin(click)?.channel) return shareFromView(place, click, deps)
      return push(click, shareToView({ useCase, metadata: JSON.stringify(place) }))
    },
    /** Asks what is wrong with it. */
    problem: async (click: Click): Promise<boolean> => {
      const { place, useCase } = named(click) ?? {}
      if (!place || !useCase) return false
      return push(click, problemView({ useCase, metadata: JSON.stringify(place) }, catalogue))
    },
  }
}

async function shareFromMessage(
  place: Place,
  click: Click,
  message: ClickedMessage,
  deps: Deps,
): Promise<true> {
  const { channel, thread, responseUrl, privately, ts } = message
  const sharing = await deps.share(place, click, { channel, thread, responseUrl, tidy: privately }, ts)
  await tell(click, sharing, deps)
  return true
}

async function shareFromView(place: Place, click: Click, deps: Deps): Promise<boolean> {
  const here = ownOrigin(click)
  if (!here?.channel) return false
  const sharing = await deps.share(place, click, { ...here, channel: here.channel }, click.view?.id ?? '')
  await tell(click, sharing, deps)
  if (sharing.kind !== 'failed') {
    await deps.show(click, here, sharing.kind === 'done' ? 'Shared.' : 'Shared there already.')
  }
  return true
}

async function tell(click: Click, sharing: Sharing, { whisper }: Deps): Promise<void> {
  if (sharing.kind === 'failed') await whisper(click, sharing.tell)
}
