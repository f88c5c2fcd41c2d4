# Two stages: everything to build, then only what runs.
FROM node:22-bookworm-slim AS build
WORKDIR /istmo
RUN npm install --global pnpm@10.34.8
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .npmrc ./
COPY apps/server/package.json apps/server/
COPY apps/web/package.json apps/web/
COPY packages/contracts/package.json packages/contracts/
COPY packages/domain/package.json packages/domain/
COPY packages/paper-schema/package.json packages/paper-schema/
COPY packages/sync/package.json packages/sync/
COPY prisma/package.json prisma/
COPY tests/package.json tests/
RUN pnpm install --frozen-lockfile
COPY . .
RUN node scripts/build.mjs && pnpm --filter @istmo/server deploy --legacy --prod /run-time

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 ISTMO_DATA=/data
WORKDIR /istmo/apps/server
COPY --from=build /run-time/node_modules ./node_modules
COPY --from=build /run-time/package.json ./package.json
COPY --from=build /istmo/apps/server/dist ./dist
COPY --from=build /istmo/apps/web/dist ../web/dist
RUN mkdir /data && chown node:node /data \
  && ln -s /istmo/apps/server/dist/istmo.js /usr/local/bin/istmo
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
