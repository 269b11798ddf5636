# kafka-lab for networks in which clusters are: docker build -t kafka-lab . && docker run --rm -it --network NETWORK kafka-lab
# The first stage builds; the last has Node and what runs, and no user who could change it.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# With the cache of this Node's V8, so that a container's first command is as fast as its second.
RUN node scripts/build.js && npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
COPY --from=build /build/package.json /build/LICENSE /build/docker-compose.yml /build/docker-compose.kraft.yml /opt/kafka-lab/
COPY --from=build /build/bin /opt/kafka-lab/bin
COPY --from=build /build/dist /opt/kafka-lab/dist
COPY --from=build /build/samples /opt/kafka-lab/samples
COPY --from=build /build/node_modules /opt/kafka-lab/node_modules
# Connections, and what is remembered between commands: `-v kafka-lab:/data` keeps them.
RUN ln -s /opt/kafka-lab/bin/kafka-lab.js /usr/local/bin/kafka-lab && install -d -o node -g node -m 700 /data
ENV KAFKA_LAB_HOME=/data
USER node
WORKDIR /data
ENTRYPOINT ["kafka-lab"]
