# MinIO's community edition ships as source only, so the image is built here.
# The release tags are not valid Go versions; this is the last commit.
FROM golang:1.26-bookworm AS build
ARG MINIO_VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
RUN CGO_ENABLED=0 GOBIN=/out go install -ldflags="-s -w" github.com/minio/minio@${MINIO_VERSION}

FROM debian:bookworm-slim
# The release of Debian pins these; a version would vanish with its next fix.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10002 --create-home --home-dir /data minio
COPY --from=build /out/minio /usr/local/bin/minio
USER 10002
VOLUME /data
EXPOSE 9000
HEALTHCHECK --interval=2s --timeout=2s --retries=30 CMD ["curl", "-fsS", "http://127.0.0.1:9000/minio/health/live"]
ENTRYPOINT ["minio"]
CMD ["server", "--address", ":9000", "/data"]
