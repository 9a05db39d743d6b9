import type { BlockAction, SlackActionMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt'

/** Where something was clicked: a message or a view, and in it a button or a choice. */
export type Click = {
  team: string
  user: string
  /** Opens a view, within three seconds. */
  trigger: string
  actionId: string
  /** Of the button, the chosen option, or the text field; empty where there is none. */
  value: string
  /** The message with the button; undefined in a view. */
  message: ClickedMessage | undefined
  view: ClickedView | undefined
}

export type ClickedMessage = {
  channel: string
  ts: string
  /** The thread that it stands in. */
  thread: string | undefined
  /** Whether only the one who clicked sees it. */
  privately: boolean
  /** Answers the click, five times within 30 minutes, also where the bot is no member. */
  responseUrl: string | undefined
}

type ClickedView = { id: string; type: string; callbackId: string; metadata: string }

/** What a person did, out of what Slack sends; whatever is missing is empty. */
export function readClick({ body, context }: Pick<ClickArgs, 'body' | 'context'>): Click {
  const [action] = body.actions as unknown as Record<string, unknown>[]
  const { user, view, team } = body
  return {
    team: context.teamId ?? team?.id ?? '',
    user: user.id,
    trigger: body.trigger_id,
    actionId: String(action?.['action_id'] ?? ''),
    value: chosen(action ?? {}),
    message: view ? undefined : messageOf(body),
    view: view && {
      ...{ id: view.id, type: view.type, callbackId: view.callback_id, metadata: view.private_metadata },
    },
  }
}

/** Carries out a click; false when it has no meaning (any more). */
export type OnClick = (click: Click) => Promise<boolean>

/** What the menus offer for what was typed so far, by their action_id. */
export type Offers = Record<string, (args: SlackOptionsMiddlewareArgs<'block_suggestion'>) => Promise<void>>

export type ClickArgs = SlackActionMiddlewareArgs<BlockAction> & { context: { teamId?: string } }

function messageOf({ container, channel, response_url }: BlockAction): ClickedMessage {
  const { message_ts, channel_id, thread_ts, is_ephemeral } = container as Record<string, unknown>
  return {
    channel: channel?.id ?? String(channel_id ?? ''),
    ts: String(message_ts ?? ''),
    // What a thread hangs on has its stamp, too, and stands outside of it.
    thread: typeof thread_ts === 'string' && thread_ts !== message_ts ? thread_ts : undefined,
    privately: is_ephemeral === true,
    responseUrl: response_url || undefined,
  }
}

function chosen(action: Record<string, unknown>): string {
  const { value, selected_option, selected_conversation } = action
  const option = selected_option as { value?: string } | null | undefined
  return String(value ?? option?.value ?? selected_conversation ?? '')
}
