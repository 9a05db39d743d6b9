import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network between the app and Postgres that loses answers. */
export type LossyNetwork = {
  /** The address of the same database by way of this network. */
  urlFor: (url: string) => string
  /** How many answers were lost so far. */
  lost: () => number
  close: () => Promise<void>
}

/** What Postgres says at the end of a statement that wrote something (its protocol's CommandComplete). */
const WRITTEN = /COMMIT\0|UPDATE [1-9]\d*\0/

/**
 * Passes everything on, and cuts a connection now and then when something was written: whoever wrote it cannot know.
 * @param lose whether to lose an answer, asked for each write
 */
export async function startLossyNetwork(serverUrl: string, lose: () => boolean): Promise<LossyNetwork> {
  const port = Number(new URL(serverUrl).port)
  const open = new Set<Socket>()
  let lost = 0
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1')
    const cut = () => {
      client.destroy()
      target.destroy()
    }
    for (const socket of [client, target]) {
      open.add(socket)
      socket.on('error', cut).on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    client.pipe(target)
    target.on('data', (chunk: Buffer) => {
      if (WRITTEN.test(chunk.toString('latin1')) && lose()) {
        lost += 1
        cut()
      } else client.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: ours } = server.address() as AddressInfo
  return {
    urlFor: (url) => Object.assign(new URL(url), { port: String(ours) }).href,
    lost: () => lost,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
