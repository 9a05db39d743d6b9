# syntax=docker/dockerfile:1

# Debian's libc, for which the tests run. To be told of each change of the base, pin its digest beside the tag:
# `docker buildx imagetools inspect node:24-slim` prints it; then --build-arg NODE_IMAGE=node:24-slim@sha256:...
ARG NODE_IMAGE=node:24-slim

# What runs. No package needs its install scripts, so none of them gets to run; nor does `prepare`, whose tools are not here.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# SQLite comes built for both of Linux's libcs; only one is in this image.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@libsql/*-musl*

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json manifest.json ./
COPY data ./data
COPY src ./src
RUN npm run build

FROM ${NODE_IMAGE}
ENV NODE_ENV=production METRICS_PORT=9464 DATABASE_URL=file:/data/kstreams.db
WORKDIR /app
# All of it root's: the bot can change nothing but /data. The link is for an empty DATABASE_URL, as of an --env-file.
RUN mkdir /data && chown node:node /data && ln -s /data .kstreams
COPY package.json manifest.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/data ./data
COPY --from=build /app/dist ./dist
# node, by its number: Kubernetes' runAsNonRoot cannot judge a name.
USER 1000:1000
VOLUME /data
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const port = process.env.METRICS_PORT || process.env.PORT || 3000; fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not npm: a signal shall reach the bot itself.
CMD ["node", "dist/main.js"]
