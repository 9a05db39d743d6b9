import type { IncomingMessage } from 'node:http'

/**
 * Reads the body of a request.
 * @param most bytes
 * @returns `too large` without reading on, by the announced length or once it is passed; `gone` where the client hung up
 */
export function readBody(request: IncomingMessage, most: number): Promise<Buffer | 'too large' | 'gone'> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > most) return resolve('too large')
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
      else {
        request.pause()
        resolve('too large')
      }
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => resolve('gone'))
  })
}
