import { describe, expect, it } from 'vitest'
import { createHealth, healthRoutes } from '../../src/http/health.ts'
import { read, settingsOf, stopsWithin, unknownVariables, WAYS, yamlOf } from './files.ts'

type Labels = Record<string, string>
type Probe = { httpGet: { path: string; port: string }; timeoutSeconds: number }
type Container = {
  image: string
  env: { name: string; value: string }[]
  envFrom: unknown
  ports: { name: string; containerPort: number }[]
  startupProbe: Probe
  livenessProbe: Probe
  readinessProbe: Probe
  securityContext: unknown
  resources: { requests: Labels; limits: Labels }
  volumeMounts: { name: string }[]
}
type Pod = {
  metadata: { labels: Labels; annotations: Labels }
  spec: {
    containers: [Container]
    volumes: { name: string }[]
    terminationGracePeriodSeconds: number
    topologySpreadConstraints: { labelSelector: { matchLabels: Labels } }[]
  }
}
type Thing = { apiVersion: string; kind: string; metadata: { name: string }; spec: Record<string, unknown> }

const FILE = 'deploy/kubernetes.yaml'
const things = yamlOf<Thing>(FILE)
const specOf = <Spec>(kind: string): Spec => {
  const found = things.filter((thing) => thing.kind === kind)
  expect(found, kind).toHaveLength(1)
  return found[0]?.spec as Spec
}
const deployment = specOf<{
  replicas: number
  selector: { matchLabels: Labels }
  strategy: unknown
  template: Pod
}>('Deployment')
const { metadata, spec } = deployment.template
const [container] = spec.containers
const environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
/** What the comment at the top says that the secret holds. */
const [, listed = ''] = /the lines (SLACK_[\s\S]*?)\(NAME=value/.exec(read(FILE)) ?? []
const secret = [...listed.matchAll(/\b[A-Z]+_[A-Z_]+\b/g)].map(([name]) => name)
const POSTGRES = 'postgres://kstreams:secret@db.example.com/kstreams'
const given: Record<string, string> = { ...WAYS['HTTP, many workspaces'], DATABASE_URL: POSTGRES }
const whole = { ...Object.fromEntries(secret.map((name) => [name, given[name] ?? ''])), ...environment }

describe('deploy/kubernetes.yaml', () => {
  it('has each object once, by its stable API', () => {
    expect(things.map(({ apiVersion, kind, metadata: { name } }) => [apiVersion, kind, name])).toEqual([
      ['apps/v1', 'Deployment', 'kstreams'],
      ['v1', 'Service', 'kstreams'],
      ['policy/v1', 'PodDisruptionBudget', 'kstreams'],
      ['networking.k8s.io/v1', 'NetworkPolicy', 'kstreams'],
      ['networking.k8s.io/v1', 'Ingress', 'kstreams'],
    ])
  })

  it('sets what the bot reads, and starts with the secret that its comment describes', () => {
    expect(unknownVariables([...Object.keys(environment), ...secret])).toEqual([])
    expect(container.envFrom).toEqual([{ secretRef: { name: 'kstreams' } }])
    expect(read(FILE)).toContain('kubectl create secret generic kstreams --from-env-file=')
    const { secrets } = settingsOf({ NODE_ENV: 'production', ...whole })
    expect([secrets.transport.kind, secrets.tenancy.kind]).toEqual(['http', 'many'])
    expect(secrets.databaseUrl).toBe(POSTGRES)
    // No secret is in the file itself.
    expect(Object.keys(environment).filter((name) => /SECRET|TOKEN|KEY|DATABASE/.test(name))).toEqual([])
  })

  it('finds its pods by their labels', () => {
    const labels = metadata.labels
    expect(Object.keys(labels)).not.toEqual([])
    expect(deployment.selector.matchLabels).toEqual(labels)
    expect(specOf<{ selector: Labels }>('Service').selector).toEqual(labels)
    expect(specOf<{ selector: unknown }>('PodDisruptionBudget').selector).toEqual({ matchLabels: labels })
    expect(specOf<{ podSelector: unknown }>('NetworkPolicy').podSelector).toEqual({ matchLabels: labels })
    for (const { labelSelector } of spec.topologySpreadConstraints)
      expect(labelSelector).toEqual({ matchLabels: labels })
    expect(spec.topologySpreadConstraints).toHaveLength(1)
  })

  it('asks the ports and paths that there are', () => {
    const { serve } = settingsOf(whole).config
    expect(container.ports).toEqual([
      { name: 'http', containerPort: serve.port },
      { name: 'metrics', containerPort: serve.metricsPort },
    ])
    const { startupProbe, livenessProbe, readinessProbe } = container
    const [alive, able] = Object.keys(healthRoutes(createHealth({})))
    expect(startupProbe.httpGet).toEqual({ path: alive, port: 'metrics' })
    expect(livenessProbe.httpGet).toEqual({ path: alive, port: 'metrics' })
    expect(readinessProbe.httpGet).toEqual({ path: able, port: 'http' })
    // The bot itself gives each part of the answer a second.
    expect(readinessProbe.timeoutSeconds).toBeGreaterThan(1)
    expect(metadata.annotations['prometheus.io/port']).toBe(String(serve.metricsPort))
  })

  it('shows the internet the port of Slack, and Prometheus alone the metrics', () => {
    const { ports } = specOf<{ ports: { targetPort: string }[] }>('Service')
    expect(ports.map(({ targetPort }) => targetPort)).toEqual(['http'])
    const { ingress } = specOf<{ ingress: { from?: unknown[]; ports: unknown }[] }>('NetworkPolicy')
    expect(ingress.filter(({ from }) => from === undefined).map((rule) => rule.ports)).toEqual([
      [{ port: 'http' }],
    ])
    expect(ingress.filter(({ from }) => from?.length === 1).map((rule) => rule.ports)).toEqual([
      [{ port: 'metrics' }],
    ])
    const { tls, rules } = specOf<{ tls: { hosts: string[] }[]; rules: { host: string; http: unknown }[] }>(
      'Ingress',
    )
    const [rule] = rules
    expect(tls.map(({ hosts }) => hosts)).toEqual([[rule?.host]])
    expect(environment['PUBLIC_URL']).toBe(`https://${rule?.host}`)
    const backend = { service: { name: 'kstreams', port: { name: 'http' } } }
    expect(rule?.http).toEqual({ paths: [{ path: '/', pathType: 'Prefix', backend }] })
  })

  it('replaces pods one after the other, and lets each finish', () => {
    expect(deployment.replicas).toBeGreaterThan(1)
    expect(deployment.strategy).toMatchObject({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } })
    expect(specOf<{ maxUnavailable: number }>('PodDisruptionBudget').maxUnavailable).toBe(1)
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(stopsWithin(whole))
  })

  it('keeps to the restricted Pod Security Standard, with a root file system that nobody writes to', () => {
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(read('Dockerfile')).toContain('\nUSER 1000:1000\n')
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name))
    expect(Object.keys(container.resources.requests)).toEqual(expect.arrayContaining(['cpu', 'memory']))
    expect(container.resources.limits).toHaveProperty('memory')
    expect(container.image).not.toMatch(/:latest$|\/[^:]+$/)
  })
})
