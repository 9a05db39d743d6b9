import type { ServerResponse } from 'node:http'
import type { Change, SlackMessage } from '../model.ts'
import type { PageChange, PageFault, PageState } from '../page-api.ts'
import type { Desk } from './desk.ts'

/** The streams that pages listen to. */
export type Feed = {
  /** Answers GET /feed: the whole state first, then each change. */
  open: (response: ServerResponse) => void
  send: (change: PageChange) => void
  close: () => void
}

/** Everything that a page shows. */
export function pageState({ slack, clock, journal, app }: Desk): PageState {
  const { workspace } = slack
  return {
    team: workspace.team,
    app: { name: app.name, botUserId: workspace.app.botUserId },
    people: workspace.users,
    channels: workspace.channels,
    messages: workspace.messages.filter((one) => one.deleted !== true),
    views: workspace.views.filter((one) => one.open),
    calls: journal.calls(),
    envelopes: journal.envelopes(),
    sockets: slack.sockets(),
    clock: { now: clock.now(), turned: clock.turned() },
    faults: pageFaults(slack),
    installed: workspace.installed,
    home: app.home,
    command: app.command,
    shortcuts: app.shortcuts,
    firstPrompts: app.prompts,
    prompts: workspace.prompts,
    threads: workspace.threads,
  }
}

/** The switches and the faults that wait. */
export function pageFaults(slack: Desk['slack']): PageFault[] {
  const waiting = slack.waitingFaults()
  return [
    { name: 'rate-limit', on: waiting.includes('rateLimit') },
    { name: 'lose-answer', on: waiting.includes('loseAnswer') },
    { name: 'reject-cards', on: slack.rejectedBlocks().includes('card') },
    { name: 'limits', on: slack.limited() },
  ]
}

const KEEP_ALIVE_MS = 15_000

/** One feed for all pages of this workspace. */
export function createFeed(desk: Desk): Feed {
  const { slack } = desk
  const pages = new Set<ServerResponse>()
  const write = (text: string) => {
    for (const page of pages) page.write(text)
  }
  const send = (change: PageChange) => write(event('change', change))
  let faults = JSON.stringify(pageFaults(slack))
  const stop = slack.onChange((change) => {
    if (pages.size > 0) for (const one of pageChanges(desk, change)) send(one)
    const after = JSON.stringify(pageFaults(slack))
    if (after === faults) return
    faults = after
    send(faultsChange(slack))
  })
  // A comment now and then, so that a page which is gone is noticed.
  const heartbeat = setInterval(() => write(':\n\n'), KEEP_ALIVE_MS).unref()
  return {
    open: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.on('close', () => pages.delete(response))
      pages.add(response)
      response.write(`retry: 500\n${event('state', pageState(desk))}`)
    },
    send,
    close: () => {
      stop()
      clearInterval(heartbeat)
      for (const page of pages) page.end()
    },
  }
}

/** What a page hears about switches and waiting faults. */
export function faultsChange(slack: Desk['slack']): PageChange {
  return { kind: 'faults', faults: pageFaults(slack), installed: slack.workspace.installed }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

function pageChanges({ slack, journal }: Desk, change: Change): PageChange[] {
  switch (change.kind) {
    case 'message':
      return [messageChange(change.write.message)]
    case 'view':
    case 'sockets':
    case 'prompts':
    case 'thread':
      return [change]
    case 'call':
      return [{ kind: 'call', call: journal.call(change.call) }]
    case 'envelope':
      return [{ kind: 'envelope', envelope: journal.envelope(change.envelope) }]
    case 'workspace': {
      const { channels, users } = slack.workspace
      return [{ kind: 'workspace', channels, people: users }, faultsChange(slack)]
    }
  }
}

function messageChange(message: SlackMessage): PageChange {
  if (message.deleted === true) return { kind: 'gone', ts: message.ts, channel: message.channel }
  return { kind: 'message', message }
}
