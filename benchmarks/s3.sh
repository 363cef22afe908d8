#!/usr/bin/env bash
# Runs a command with a bucket of its own: starts versitygw, an S3 server that keeps objects as
# files, tells the command where it is, and ends it. Needs go 1.25 or newer the first time.
#
#   benchmarks/s3.sh ./p2f bench store
set -euo pipefail

version=v1.8.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/p2f/versitygw-$version
[[ -x $folder/versitygw ]] ||
  GOBIN=$folder go install "github.com/versity/versitygw/cmd/versitygw@$version"

directory=$(mktemp -d)
port=${P2F_S3_PORT:-7070}
export P2F_STORE_S3_BUCKET=p2f-bench P2F_STORE_S3_ENDPOINT=http://127.0.0.1:$port
export P2F_STORE_S3_ACCESS_KEY=p2f-bench P2F_STORE_S3_SECRET_KEY=p2f-bench-secret
mkdir -p "$directory/buckets/$P2F_STORE_S3_BUCKET" "$directory/metadata"
ROOT_ACCESS_KEY=$P2F_STORE_S3_ACCESS_KEY ROOT_SECRET_KEY=$P2F_STORE_S3_SECRET_KEY \
  "$folder/versitygw" --port "127.0.0.1:$port" --quiet posix \
  --sidecar "$directory/metadata" "$directory/buckets" >"$directory/log" 2>&1 &
server=$!
trap 'kill "$server"; rm -rf -- "$directory"' EXIT
for _ in $(seq 100); do
  (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  kill -0 "$server" || { cat "$directory/log" >&2; exit 1; }
  sleep 0.1
done
"$@"
