# The ledger as an image: no compiler, no development packages, not root, nothing written outside /data and /tmp.

FROM node:20.20.2-bookworm-slim AS build
# SQLite is compiled where no ready binary of better-sqlite3 can be fetched, against the headers that this image has.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
ENV npm_config_nodedir=/usr/local npm_config_update_notifier=false
WORKDIR /app
COPY package.json package-lock.json ./
# The second command fails here, and not at the first start, where the binary does not fit.
RUN npm ci --no-audit --no-fund \
  && node -e "new (require('better-sqlite3'))(':memory:').close()"
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY locales locales
COPY samples samples
COPY scripts/build.mjs scripts/bundle.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/locales locales
COPY --from=build /app/dist dist
# A new volume mounted here takes over this owner.
RUN install --directory --owner=node --group=node /data
VOLUME /data
USER node
EXPOSE 3000
# Live, not ready: where unhealthy containers are restarted, a ledger that is catching up must not be.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
