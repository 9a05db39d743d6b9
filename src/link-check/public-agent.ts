import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { type Allow, isPublic } from './address.ts'

/**
 * How names become addresses, which of these may be connected to, and who vouches for them (in PEM). Only tests have
 * others than the defaults.
 */
export type Network = { lookup?: LookupFunction; allow?: Allow; ca?: string }

/** The address leads to a machine, or to a port of it, that is not connected to. */
export class RefusedAddressError extends Error {}

// Some sites send a policy that is longer than the 16 KiB of Node's own limit.
const HEADER_BYTES = 64 * 1024

/**
 * What connects to public machines only. The address that is really connected to is judged, so that a name may change
 * its mind between two questions, or an address be spelled in another way, to no avail.
 * @param limits connecting takes at most `timeoutMs`, and ends when `signal` says so
 */
export function createPublicAgent(
  { lookup = systemLookup as LookupFunction, allow = isPublic, ca }: Network,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Agent {
  return new Agent({
    maxHeaderSize: HEADER_BYTES,
    // Each request has a connection of its own: what a server left in one cannot harm the next.
    pipelining: 0,
    connect: (target, callback) => {
      const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
      if (isIP(target.hostname) && !allow(target.hostname, port)) return callback(refused(port), null)
      // The signal that a socket is given it listens to for ever: it gets one of its own.
      const ending = new AbortController()
      const stop = () => ending.abort()
      signal.addEventListener('abort', stop, { once: true })
      const connect = buildConnector({
        ...{ timeout: timeoutMs, autoSelectFamily: true, signal: ending.signal, ...(ca && { ca }) },
        lookup: guarded(lookup, (address) => allow(address, port), port),
      })
      connect(target, (...result) => {
        signal.removeEventListener('abort', stop)
        callback(...result)
      })
    },
  })
}

function guarded(lookup: LookupFunction, allow: (address: string) => boolean, port: number): LookupFunction {
  return (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const allowed = (found as LookupAddress[]).filter(({ address }) => allow(address))
      const [first] = allowed
      if (!first) return callback(refused(port), [])
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family)
    })
}

const refused = (port: number) =>
  new RefusedAddressError(port === 80 || port === 443 ? 'private address' : `port ${port}`)
