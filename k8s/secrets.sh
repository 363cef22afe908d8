#!/usr/bin/env bash
# The secrets that the manifests refer to, made in the cluster and never part of what is applied.
# Needs kubectl and openssl.
#
#   k8s/secrets.sh create   makes the namespace and each secret that is missing; changes none that is there
#     --issuer URL          follow this OpenID provider instead of a key of one's own; then also
#     --audience NAME       what its tokens must be for (default: p2f),
#     --study-token FILE    a token of the issuer with the scopes "read run delegate", and optionally
#     --metrics-token FILE  one with the scope "read", for Prometheus
#     --database-url URL    jdbc:postgresql://… of a database of one's own (default: the overlay local's),
#     --database-user NAME  its user (default: p2f), and P2F_DB_PASSWORD in the environment its password
#     --s3-bucket NAME      objects in this bucket, for the component s3; then also
#     --s3-endpoint URL     of a server that is not AWS', --s3-region NAME, --s3-prefix NAME, and
#     --s3-access-key NAME  with P2F_S3_SECRET_KEY in the environment (default: what AWS gives the pod)
#   k8s/secrets.sh token    prints a token signed with the key
#     --scope "read run"    --ttl SECONDS (43200)    --subject NAME (operator)    --project "a b" (default)
#   k8s/secrets.sh renew    puts new tokens for studies and Prometheus in place of the old; no restart needed
#
# The private key is kept in P2F_KEYS (~/.p2f/kubernetes), readable by its owner alone.
set -euo pipefail

readonly NAMESPACE=p2f
readonly KEYS=${P2F_KEYS:-$HOME/.p2f/kubernetes}
readonly KEY=$KEYS/key.pem
readonly TOKEN_LIFE=$((90 * 86400)) # of the tokens that programs hold, in seconds
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE

usage() {
  sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | grep '^#' | cut -c3-
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# SUBJECT SCOPE SECONDS [PROJECTS]: an RS256 JWT.
make_token() {
  [[ -r $KEY ]] || fail "There is no private key at $KEY: tokens come from whoever has it, or from the issuer."
  local head claims body
  [[ $1$2${4-} != *[\"\\]* && $3 =~ ^[0-9]+$ ]] || fail "A subject, a scope and projects have no quotes; a life is a number of seconds."
  head=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url)
  claims=$(printf '{"sub":"%s","scope":"%s","exp":%d,"projects":"%s"}' "$1" "$2" $(($(date +%s) + $3)) "${4-default}" | base64url)
  body=$head.$claims
  printf '%s.%s' "$body" "$(printf '%s' "$body" | openssl dgst -sha256 -sign "$KEY" | base64url)"
}

exists() {
  [[ -n $(kubectl -n "$NAMESPACE" get secret "$1" --ignore-not-found -o name) ]]
}

# NAME: makes the secret of the files in $work/NAME, unless it is there.
create_secret() {
  if exists "$1"; then
    printf 'secret/%s kept\n' "$1"
  else
    kubectl -n "$NAMESPACE" create secret generic "$1" --from-file="$work/$1"
  fi
}

# NAME KEY: the value from standard input, as the file of which the secret's key is made.
value() {
  mkdir -p "$work/$1"
  cat >"$work/$1/$2"
}

make_key() {
  if [[ ! -e $KEY ]]; then
    exists p2f-public-key && return # someone else has the private half
    mkdir -p "$KEYS"
    openssl genrsa -out "$KEY" 3072 2>/dev/null
    printf 'private key made: %s\n' "$KEY"
  fi
  value p2f-public-key public-key.pem < <(openssl rsa -in "$KEY" -pubout 2>/dev/null)
  if exists p2f-public-key && ! kubectl -n "$NAMESPACE" get secret p2f-public-key \
    -o 'go-template={{index .data "public-key.pem"}}' | openssl base64 -d -A | cmp -s - "$work/p2f-public-key/public-key.pem"; then
    fail "The cluster verifies tokens with another key than $KEY. Nothing was changed."
  fi
  create_secret p2f-public-key
}

create() {
  local issuer='' audience='' study='' metrics='' url=jdbc:postgresql://postgres:5432/p2f user=p2f password=${P2F_DB_PASSWORD:-}
  local bucket='' endpoint='' region='' prefix='' access=''
  while (($#)); do
    (($# > 1)) || fail "$1 needs a value"
    case $1 in
      --issuer) issuer=$2 ;;
      --audience) audience=$2 ;;
      --study-token) study=$2 ;;
      --metrics-token) metrics=$2 ;;
      --database-url) url=$2 ;;
      --database-user) user=$2 ;;
      --s3-bucket) bucket=$2 ;;
      --s3-endpoint) endpoint=$2 ;;
      --s3-region) region=$2 ;;
      --s3-prefix) prefix=$2 ;;
      --s3-access-key) access=$2 ;;
      *) fail "There is no option $1 of create" ;;
    esac
    shift 2
  done
  kubectl apply -f "$HERE/base/namespace.yaml"
  if [[ -z $password ]]; then
    [[ $url == jdbc:postgresql://postgres:5432/p2f ]] || exists p2f-database ||
      fail "Set P2F_DB_PASSWORD to the password of the database."
    password=$(openssl rand -hex 24)
  fi
  if [[ -n $issuer ]]; then
    [[ -r $study ]] || exists p2f-study-token || fail "With an issuer, --study-token FILE names a token of the issuer's."
    printf '%s' "$issuer" | value p2f-token-check P2F_SECURITY_ISSUER
    [[ -z $audience ]] || printf '%s' "$audience" | value p2f-token-check P2F_SECURITY_AUDIENCE
    [[ -z $study ]] || value p2f-study-token token <"$study"
    [[ -z $metrics ]] || value p2f-metrics-token token <"$metrics"
  else
    make_key
    printf /etc/p2f/public-key.pem | value p2f-token-check P2F_SECURITY_PUBLIC_KEY
    exists p2f-study-token || make_token studies 'read run delegate' "$TOKEN_LIFE" | value p2f-study-token token
    exists p2f-metrics-token || make_token prometheus read "$TOKEN_LIFE" | value p2f-metrics-token token
  fi
  printf '%s' "$url" | value p2f-database SPRING_DATASOURCE_URL
  printf '%s' "$user" | value p2f-database SPRING_DATASOURCE_USERNAME
  printf '%s' "$password" | value p2f-database SPRING_DATASOURCE_PASSWORD
  if [[ -n $bucket ]]; then
    printf '%s' "$bucket" | value p2f-object-store P2F_STORE_S3_BUCKET
    [[ -z $endpoint ]] || printf '%s' "$endpoint" | value p2f-object-store P2F_STORE_S3_ENDPOINT
    [[ -z $region ]] || printf '%s' "$region" | value p2f-object-store P2F_STORE_S3_REGION
    [[ -z $prefix ]] || printf '%s' "$prefix" | value p2f-object-store P2F_STORE_S3_PREFIX
    if [[ -n $access ]]; then
      [[ -n ${P2F_S3_SECRET_KEY:-} ]] || fail "Set P2F_S3_SECRET_KEY to the secret of $access."
      printf '%s' "$access" | value p2f-object-store P2F_STORE_S3_ACCESS_KEY
      printf '%s' "$P2F_S3_SECRET_KEY" | value p2f-object-store P2F_STORE_S3_SECRET_KEY
    fi
    create_secret p2f-object-store
  fi
  create_secret p2f-token-check
  create_secret p2f-database
  create_secret p2f-study-token
  if [[ -e $work/p2f-metrics-token ]] || exists p2f-metrics-token; then
    create_secret p2f-metrics-token
  fi
}

token() {
  local scope='read run' life=43200 subject=operator project=default
  while (($#)); do
    (($# > 1)) || fail "$1 needs a value"
    case $1 in
      --scope) scope=$2 ;;
      --ttl) life=$2 ;;
      --subject) subject=$2 ;;
      --project) project=$2 ;;
      *) fail "There is no option $1 of token" ;;
    esac
    shift 2
  done
  make_token "$subject" "$scope" "$life" "$project"
  echo
}

renew() {
  local name
  make_token studies 'read run delegate' "$TOKEN_LIFE" | value p2f-study-token token
  make_token prometheus read "$TOKEN_LIFE" | value p2f-metrics-token token
  for name in p2f-study-token p2f-metrics-token; do
    kubectl -n "$NAMESPACE" create secret generic "$name" --from-file="$work/$name" --dry-run=client -o yaml |
      kubectl apply --server-side --force-conflicts -f -
  done
}

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command=${1:-help}
(($#)) && shift
case $command in
  create) create "$@" ;;
  token) token "$@" ;;
  renew) renew ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    fail "There is no command '$command'."
    ;;
esac
