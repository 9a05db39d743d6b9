import type { Act, ActAnswer, PageChange, PageState } from '../page-api.ts'

/** Sends what a person did. A server that cannot be reached is an answer like any other fault. */
export async function sendAct(act: Act): Promise<ActAnswer> {
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    })
    return (await response.json()) as ActAnswer
  } catch {
    return { ok: false, error: 'The playground does not answer. Is it still running in your terminal?' }
  }
}

type Listener = {
  state: (state: PageState) => void
  change: (change: PageChange) => void
  lost: () => void
}

/** Listens to the feed until the function that it gives is called. EventSource connects again by itself. */
export function listen(listener: Listener): () => void {
  const feed = new EventSource('/feed')
  const parse = <T>(event: Event) => JSON.parse((event as MessageEvent<string>).data) as T
  feed.addEventListener('state', (event) => listener.state(parse<PageState>(event)))
  feed.addEventListener('change', (event) => listener.change(parse<PageChange>(event)))
  feed.addEventListener('error', listener.lost)
  return () => feed.close()
}
