# convene as one static binary and nothing else: no shell, no package manager, not root.
#
#   docker build -t convene .
#   install -d -o 65532 -g 65532 -m 700 /srv/convene
#   docker run -d --name convene --restart unless-stopped -v /srv/convene:/data convene
#
# Everything that changes or is private lives in /data: convene.toml, the password file, convene.db.

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
# The libraries in a layer of their own: they change less often than the code.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=container
ARG TARGETOS
ARG TARGETARCH
RUN make build VERSION="$VERSION" GOOS="$TARGETOS" GOARCH="$TARGETARCH" BINARY=/convene
# A new volume takes its owner from the folder it is mounted on, and SQLite wants a place for temporary files.
RUN mkdir -p /empty/data /empty/tmp && chmod 700 /empty/data && chmod 1777 /empty/tmp

FROM scratch
# The authorities that sign the certificates of mail servers. Time zones are inside the binary.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /empty/ /
COPY --from=build /convene /usr/local/bin/convene
USER 65532:65532
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=30s \
    CMD ["/usr/local/bin/convene", "healthcheck", "--config", "/data/convene.toml"]
ENTRYPOINT ["/usr/local/bin/convene"]
CMD ["run", "--config", "/data/convene.toml"]
