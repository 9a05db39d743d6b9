import { generateKeyPairSync, sign } from 'node:crypto'

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'))

/** A key and a host's certificate that nobody but itself vouches for: X.509 version 1, as short as it can be (RFC 5280, 4.1). */
export function selfSigned(host: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(der(0x31, sequence(oid('550403'), der(12, Buffer.from(host)))))
  const years = ['200101000000Z', '400101000000Z'].map((at) => der(23, Buffer.from(at)))
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const said = sequence(der(2, Buffer.from([1])), ecdsaWithSha256, name, sequence(...years), name, key)
  const signature = der(3, Buffer.from([0]), sign('sha256', said, privateKey))
  const cert = sequence(said, ecdsaWithSha256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  }
}
