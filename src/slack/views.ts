import type { ModalView } from '@slack/types'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'

/** What a view of ours carries, whatever version of the app put it there; nothing where that is no object. */
export function metadataOf(privateMetadata: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(privateMetadata)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A text out of something that was read; `otherwise` where it is none, or empty. */
export const textOr = (otherwise: string, value: unknown): string =>
  typeof value === 'string' && value !== '' ? value : otherwise

/** Shows something else in a view. Whoever closed it meanwhile misses nothing: what they pressed is done. */
export async function updateView(client: WebClient, view_id: string, view: ModalView): Promise<void> {
  await client.views.update({ view_id, view }).catch((error: unknown) => {
    if (!(error instanceof WebAPIPlatformError && error.data.error === 'not_found')) throw error
  })
}
