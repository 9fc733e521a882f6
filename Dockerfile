# syntax=docker/dockerfile:1
# Builds Getback with TLS for PostgreSQL (OpenSSL is built from its crate: perl, make and a C compiler are in the image).
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package getback --features tls \
    && cp target/release/getback /getback

FROM debian:bookworm-slim
# The data belongs to a user who owns nothing else.
RUN useradd --system --uid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin getback
COPY --from=build /getback /usr/local/bin/getback
USER getback
WORKDIR /data
ENV GETBACK_DATA_DIR=/data GETBACK_LISTEN=0.0.0.0:8080 GETBACK_LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
# The image has no curl; bash speaks enough HTTP.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["getback"]
