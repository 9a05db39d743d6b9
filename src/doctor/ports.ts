import { createServer } from 'node:net'
import type { ServeConfig, Transport } from '../config.ts'
import { whoAnswersAt } from './address.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

type Name = 'PORT' | 'METRICS_PORT'

/** Looks whether the bot can listen where it is told to, or does so already. Any free port (0) needs no look. */
export async function checkPorts(
  { port, metricsPort = 0, host }: ServeConfig,
  transport: Transport['kind'],
): Promise<Finding[]> {
  const wanted: [Name, number][] = [
    ['PORT', transport === 'http' ? port : 0],
    ['METRICS_PORT', metricsPort],
  ]
  return Promise.all(wanted.filter(([, number]) => number !== 0).map((one) => checkPort(one, host)))
}

async function checkPort([name, port]: [Name, number], host: string | undefined): Promise<Finding> {
  const code = await listenBriefly(port, host)
  if (code === undefined) return ok(name, `${port} is free.`)
  if (code === 'EADDRINUSE') {
    const { kind } = await whoAnswersAt(`http://${hostIn(host)}:${port}`)
    if (kind === 'bot') return ok(name, `The bot listens on ${port}.`)
    return warning(
      name,
      `${port} is taken, and no bot answers there.`,
      'End what listens, or set another one.',
    )
  }
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
    return fault(name, 'HOST is no address of this machine.', 'Leave it out for all that it has.')
  // The bot may run as somebody else.
  if (code === 'EACCES')
    return warning(name, `Whoever runs this may not listen on ${port}.`, 'Set one of 1024 or more.')
  return fault(name, `${port} cannot be used (${code}).`, 'Set another one.')
}

const hostIn = (host = '127.0.0.1') => (host.includes(':') ? `[${host}]` : host)

/** @returns Node's code of why that is not possible, if so */
async function listenBriefly(port: number, host: string | undefined): Promise<string | undefined> {
  const server = createServer((socket) => socket.destroy())
  const code = await new Promise<string | undefined>((resolve) => {
    server.once('error', ({ code = 'no reason' }: NodeJS.ErrnoException) => resolve(code))
    server.listen({ port, host }, () => resolve(undefined))
  })
  if (code === undefined) await new Promise((resolve) => server.close(resolve))
  return code
}
