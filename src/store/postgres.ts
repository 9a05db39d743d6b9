import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'

const INT8 = 20
const CONNECTIONS = 5
/** Long enough for a busy server, short enough that a dead one is noticed. */
const CONNECT_MS = 5000
const QUERY_MS = 10_000
/** The server ends a statement that takes too long by itself; when it does not say so, it is out of reach. */
const LOST_MS = QUERY_MS + 1000

/**
 * A Postgres server. Connections are opened as they are needed; one that breaks is replaced.
 * @param broken told of each connection that broke
 */
export function postgresDialect(url: string, broken: (error: Error) => void): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: LOST_MS,
    statement_timeout: QUERY_MS,
    // Of a machine that lost its power the server hears nothing: its locks must not stay for hours.
    idle_in_transaction_session_timeout: QUERY_MS,
    keepAlive: true,
    application_name: 'kstreams',
    // Moments and counts stay far below 2^53; `pg` would give them as text.
    types: { getTypeParser: (id, format) => (id === INT8 ? Number : pg.types.getTypeParser(id, format)) },
  })
  // Without listeners such an error would end the process: the pool has one for idle connections only. A connection
  // says twice that it broke.
  pool.on('connect', (client) => client.once('error', broken).on('error', () => {}))
  pool.on('error', () => {})
  return new PostgresDialect({ pool: withoutLost(pool) })
}

/**
 * Throws away connections on which something else failed than a statement. One that got no answer in time would
 * otherwise be used again: for minutes in vain, and then perhaps with a transaction open that nobody commits.
 */
function withoutLost(pool: pg.Pool): PostgresPool {
  return {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      let lost = false
      const query = async (text: string, values: readonly unknown[]) => {
        try {
          return await client.query(text, [...values])
        } catch (error) {
          lost ||= !(error instanceof pg.DatabaseError)
          throw error
        }
      }
      // Kysely would pass a cursor only to one that was given to its dialect.
      return { query, release: () => client.release(lost) } as unknown as PostgresPoolClient
    },
  }
}
