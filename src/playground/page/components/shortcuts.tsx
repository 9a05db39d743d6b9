import { usePage } from '../page-context.ts'
import type { Channel, Message } from '../selectors.ts'
import { MenuButton, type MenuItem } from './menu.tsx'

/** The app's shortcuts of one kind as the items of a menu. */
function useItems(type: 'message' | 'global', at: { channel: string; ts?: string }): MenuItem[] {
  const { server, me, act } = usePage()
  return server.shortcuts
    .filter((one) => one.type === type)
    .map(({ callbackId, name, description }) => ({
      key: callbackId,
      name: `${name} · ${server.app.name}`,
      detail: description,
      choose: () => void act({ do: 'shortcut', user: me.id, callbackId, ...at }),
    }))
}

/** What the app can do with a message. */
export function MessageShortcuts({ message: { channel, ts } }: { message: Message }) {
  return <MenuButton label="More actions" icon="more" items={useItems('message', { channel, ts })} />
}

/** What the app can do from anywhere: beside the composer, where Slack has it, too. */
export function GlobalShortcuts({ channel }: { channel: Channel }) {
  return <MenuButton label="Shortcuts" icon="bolt" items={useItems('global', { channel: channel.id })} up />
}
