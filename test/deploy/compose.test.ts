import { describe, expect, it } from 'vitest'
import { engineOf } from '../../src/store/address.ts'
import { read, settingsOf, stopsWithin, unknownVariables, WAYS, yamlOf } from './files.ts'

type Service = Record<string, unknown> & {
  environment: Record<string, string>
  healthcheck?: { test: string[] }
}
type Compose = { services: Record<'kstreams' | 'database', Service>; volumes: Record<string, unknown> }

const [{ services, volumes }] = yamlOf<Compose>('compose.yaml') as [Compose]
const { kstreams, database } = services
/** `${NAME:-default}` with nothing set. */
const filled = (service: Service): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment).map(([name, text]) => [
      name,
      text.replace(/\$\{\w+:-(\w+)\}/g, '$1'),
    ]),
  )
/** A copy of .env.example, in which the tokens of a way were filled in, as Docker reads it. */
const dotenv = (way: Record<string, string>) => {
  const empty = [...read('.env.example').matchAll(/^([A-Z_]+)=$/gm)].map((match) => [match[1], ''])
  return { ...Object.fromEntries(empty), ...way }
}

describe('compose.yaml', () => {
  it('names only variables that are read', () => {
    expect(unknownVariables(Object.keys(kstreams.environment))).toEqual([])
    const asked = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map((match) => match[1] ?? '')
    expect(unknownVariables(asked, ['POSTGRES_PASSWORD'])).toEqual([])
  })

  it.each(Object.entries(WAYS))('starts with a filled-in copy of .env.example: %s', (_, way) => {
    const { config, secrets } = settingsOf({ NODE_ENV: 'production', ...dotenv(way), ...filled(kstreams) })
    expect(kstreams['env_file']).toBe('.env')
    expect(config.serve.host).toBeUndefined()
    const ports = ['SLACK_SIGNING_SECRET' in way ? config.serve.port : 3000, config.serve.metricsPort]
    expect(kstreams['ports']).toEqual(ports.map((port) => `127.0.0.1:${port}:${port}`))
    expect(engineOf(secrets.databaseUrl)).toBe('postgres')
  })

  it('connects to the Postgres beside it once that is ready', () => {
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = filled(database)
    expect(filled(kstreams)['DATABASE_URL']).toBe(
      `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@database/${POSTGRES_DB}`,
    )
    expect(kstreams['depends_on']).toEqual({ database: { condition: 'service_healthy' } })
    const test = database.healthcheck?.test ?? []
    expect(test.slice(0, 2)).toEqual(['CMD', 'pg_isready'])
    expect(test).toEqual(
      expect.arrayContaining([`--username=${POSTGRES_USER}`, `--dbname=${POSTGRES_DB}`, '--host=127.0.0.1']),
    )
  })

  it('keeps the database, of one major version, where nobody else reaches it', () => {
    expect(database['image']).toMatch(/^postgres:\d+$/)
    const [mount = ''] = database['volumes'] as string[]
    const [volume = '', place] = mount.split(':')
    expect(place).toBe('/var/lib/postgresql')
    expect(Object.keys(volumes)).toEqual([volume])
    expect(database).not.toHaveProperty('ports')
  })

  it('gives the bot no more rights than it needs, and time to finish', () => {
    expect(kstreams).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    })
    expect(kstreams).not.toHaveProperty('privileged')
    const grace = Number(String(kstreams['stop_grace_period']).replace(/s$/, ''))
    expect(grace).toBeGreaterThan(stopsWithin({ ...filled(kstreams), ...WAYS['HTTP, many workspaces'] }))
  })
})
