# A real server: the app, the API and the worker in one process, its database given by DATABASE_URL (see compose.yaml).
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY . .
# The same front door as everywhere: pinned package manager, frozen lockfile, then the build; then only what runs stays. Packages are
# laid anew, because an install over another leaves what is no longer wanted; the image brings its own Node.
RUN node bin/bootstrap.mjs run build \
 && rm -rf node_modules apps/*/node_modules packages/*/node_modules packages/connectors/*/node_modules \
 && .tools/pnpm-*/node_modules/.bin/pnpm install --prod --frozen-lockfile --offline --ignore-scripts --reporter=silent \
 && rm -rf .tools .turbo e2e bench docs node_modules/node-linux-* node_modules/.pnpm/node-linux-* node_modules/.bin/node

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 THROUGHLINE_HOME=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER node
# Holds the master key, unless THROUGHLINE_MASTER_KEY gives it. Keep a copy: without it nothing sealed opens.
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/cli/src/main.ts", "start"]
