import type { ModalView } from '@slack/types'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'

/** Shows something else in a view. Whoever closed it meanwhile misses nothing: what they pressed is done. */
export async function updateView(client: WebClient, view_id: string, view: ModalView): Promise<void> {
  await client.views.update({ view_id, view }).catch((error: unknown) => {
    if (!(error instanceof WebAPIPlatformError && error.data.error === 'not_found')) throw error
  })
}
