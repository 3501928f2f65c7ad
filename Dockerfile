# Callplane: `docker build -t callplane .`; docs/engineer.md says how it is run.
ARG BASE=docker.io/library/node:20-bookworm-slim

FROM ${BASE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The secret is only for a registry of your own: docker build --secret id=npmrc,src=FILE
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --ignore-scripts --cache /tmp/npm
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts --offline --cache /tmp/npm \
  && find dist node_modules \( -type f \( -name '*.map' -o -name '*.ts' -o -name '*.md' \) -o -type d -empty \) -delete

FROM ${BASE}
COPY --from=build --chown=root:root /build/node_modules /opt/callplane/node_modules
COPY --from=build --chown=root:root /build/dist /opt/callplane/dist
COPY package.json LICENSE /opt/callplane/
COPY deploy/healthcheck.mjs /opt/callplane/deploy/
RUN ln -s /opt/callplane/dist/main.js /usr/local/bin/callplane \
  && chmod +x /opt/callplane/dist/main.js \
  && install -d -o node -g node -m 0750 /var/lib/callplane \
  && install -d -m 0755 /etc/callplane

# The HTTP interface stays on loopback: with a network of the container's own, set CALLPLANE_HTTP_HOST=0.0.0.0.
ENV NODE_ENV=production \
  CALLPLANE_DATA=/var/lib/callplane \
  CALLPLANE_ROUTING=/etc/callplane/routing.yml
USER node
WORKDIR /var/lib/callplane
VOLUME /var/lib/callplane
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "/opt/callplane/deploy/healthcheck.mjs"]
ENTRYPOINT ["node", "/opt/callplane/dist/main.js"]
CMD ["start"]
