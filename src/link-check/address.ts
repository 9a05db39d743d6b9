import ipaddr from 'ipaddr.js'

/** Whether a machine may be connected to: its IP address as the system writes it, and the port. */
export type Allow = (address: string, port: number) => boolean

// Answers only to the machine itself, in Azure, though its number is a public one
// (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
const AZURE = '168.63.129.16'

/** Only the web that everybody sees: ports 80 and 443 of public addresses, neither this machine nor its neighbours. */
export const isPublic: Allow = (address, port) =>
  (port === 80 || port === 443) &&
  ipaddr.isValid(address) &&
  ipaddr.parse(address).range() === 'unicast' &&
  // All that is given to anybody so far (iana.org/assignments/ipv6-address-space).
  (!address.includes(':') || /^[23][0-9a-f]{3}:/i.test(address)) &&
  address !== AZURE

/** Why an address is not followed, whichever machine it leads to; undefined where it may be. */
export function refusalOf({ protocol, username, password }: URL): string | undefined {
  if (protocol !== 'https:' && protocol !== 'http:') return `${protocol} is neither http nor https`
  return username || password ? 'password in the address' : undefined
}
