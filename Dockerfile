FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/mockroom ./cmd/mockroom && mkdir -p /out/data

FROM scratch
COPY --from=build /out/mockroom /mockroom
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENV MOCKROOM_ADDR=0.0.0.0:8080 MOCKROOM_DATA=/data/mockroom.db
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=5s CMD ["/mockroom", "healthcheck"]
ENTRYPOINT ["/mockroom"]
