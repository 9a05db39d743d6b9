import { type Health, healthRoutes } from './health.ts'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import { READ, serveRoutes } from './routes.ts'

export type OperationsOptions = ListenOptions & {
  health: Health
  /** The metrics as Prometheus reads them; where this fails, it is asked again at its next visit. */
  metrics: () => Promise<{ contentType: string; text: string }>
}

/**
 * Serves operators on a port of its own, which need not be public: `/metrics`, `/healthz`, `/readyz`.
 * @throws Error where the port cannot be listened on
 */
export function startOperations({ health, metrics, ...options }: OperationsOptions): Promise<Listening> {
  const routes = {
    ...healthRoutes(health),
    '/metrics': {
      methods: READ,
      handle: async (_, response) => {
        const { contentType, text } = await metrics()
        response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
      },
    },
  } satisfies Parameters<typeof serveRoutes>[0]
  return listen(serveRoutes(routes, options.log), 'METRICS_PORT', options)
}
