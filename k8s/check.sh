#!/usr/bin/env bash
# Installs the overlay `local`, or the chart, on the cluster that kubectl reaches, as docs/kubernetes.md says, and checks that it
# serves, survives and leaves. It removes the namespace p2f at its end, so it refuses to start where there is one.
# Needs kubectl, openssl, curl and python3; the images must be where the cluster finds them (docs/kubernetes.md), and
# P2F_CLUSTER_LOAD may name a command that puts them there.
#   P2F_CHECK_STEPS   steps of the training runs (60)
#   P2F_CHECK_PORT    local port that is forwarded to the gateway (18080)
#   P2F_CHECK_KEEP=1  leaves all as it is at the end
#   P2F_CHECK_HELM=1  installs the chart with its values one-node.yaml instead of the overlay; needs helm
#   P2F_CHECK_WORKERS=1  with it: workers in Deployments of their own, scaled from one to three and back
#   P2F_CHECK_INDEXES=1  with it: an extraction, an evaluation and a sweep as Indexed Jobs, with cluster.enabled; their pods and the worker killed
#   P2F_CHECK_KEDA=1     with both: KEDA, which must be there (k8s/keda.sh), scales the training worker from one to three by the
#                        queue and back
#   P2F_CHECK_UPGRADE=1  with P2F_CHECK_HELM=1: installs the earlier chart of k8s/previous, upgrades it to this one, rolls back
#                        and upgrades again; P2F_CHECK_PREVIOUS_TAG (local) is the tag of the earlier version's images
#   P2F_CHECK_KUBELET_STOP, _START  commands that end the kubelet of the cluster's only node and start it again
#   P2F_CHECK_PARTS="training policies"  these parts alone, beside installing and removing
#   P2F_CHECK_S3=URL  with P2F_CHECK_HELM=1: objects in the bucket P2F_CHECK_S3_BUCKET (p2f) of that server, which the pods
#                     must reach; its keys are P2F_CHECK_S3_ACCESS_KEY and P2F_S3_SECRET_KEY
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly STEPS=${P2F_CHECK_STEPS:-60} PORT=${P2F_CHECK_PORT:-18080}
readonly PREVIOUS_TAG=${P2F_CHECK_PREVIOUS_TAG:-local}
IMAGES=(p2f/{training-service,representation-service,downstream-service,gateway}:local postgres:18)
DEPLOYMENTS=(gateway training representation downstream)
chart=k8s/chart tag=local
jobs=training extractor=representation options=()
if [[ ${P2F_CHECK_WORKERS:-} == 1 ]]; then
  [[ ${P2F_CHECK_HELM:-} == 1 ]] || { printf 'P2F_CHECK_WORKERS=1 needs P2F_CHECK_HELM=1.\n' >&2; exit 2; }
  DEPLOYMENTS+=(training-worker representation-worker downstream-worker)
  jobs=training-worker extractor=representation-worker options=(--set workers.enabled=true)
fi
if [[ ${P2F_CHECK_INDEXES:-} == 1 && ${P2F_CHECK_HELM:-} != 1 ]]; then
  printf 'P2F_CHECK_INDEXES=1 needs P2F_CHECK_HELM=1.\n' >&2
  exit 2
fi
if [[ ${P2F_CHECK_KEDA:-} == 1 && ${P2F_CHECK_WORKERS:-} != 1 ]]; then
  printf 'P2F_CHECK_KEDA=1 needs P2F_CHECK_WORKERS=1.\n' >&2
  exit 2
fi
if [[ ${P2F_CHECK_UPGRADE:-} == 1 ]]; then
  [[ ${P2F_CHECK_HELM:-} == 1 ]] || { printf 'P2F_CHECK_UPGRADE=1 needs P2F_CHECK_HELM=1.\n' >&2; exit 2; }
  chart=$(printf '%s\n' k8s/previous/p2f-*.tgz | sort -V | tail -n 1) tag=$PREVIOUS_TAG
  [[ $tag == local ]] || IMAGES+=(p2f/{training-service,representation-service,downstream-service,gateway}:"$tag")
fi
secrets=(create)
if [[ -n ${P2F_CHECK_S3:-} ]]; then
  [[ ${P2F_CHECK_HELM:-} == 1 ]] || { printf 'P2F_CHECK_S3 needs P2F_CHECK_HELM=1.\n' >&2; exit 2; }
  options+=(--set storage.kind=s3)
  secrets+=(--s3-bucket "${P2F_CHECK_S3_BUCKET:-p2f}" --s3-endpoint "$P2F_CHECK_S3" --s3-access-key "$P2F_CHECK_S3_ACCESS_KEY")
fi
readonly IMAGES DEPLOYMENTS jobs extractor secrets
readonly SECRETS=(p2f-database p2f-public-key p2f-study-token p2f-metrics-token p2f-token-check)
work=$(mktemp -d)
export P2F_KEYS=$work/keys
forward='' watcher='' calls=0
# An earlier chart is installed with its own values, and upgraded with them.
values=$work/one-node.yaml
if [[ -d $chart ]]; then cat "$chart/one-node.yaml"; else tar -xOf "$chart" p2f/one-node.yaml; fi >"$values"

# Installs, or applies again.
apply() {
  if [[ ${P2F_CHECK_HELM:-} == 1 ]]; then
    helm upgrade --install p2f "$chart" -n p2f -f "$values" --set "images.tag=$tag" "${options[@]}" >/dev/null
  else
    kubectl apply -k k8s/overlays/local >/dev/null
  fi
}
remove() {
  if [[ ${P2F_CHECK_HELM:-} == 1 ]]; then
    helm uninstall p2f -n p2f --ignore-not-found --wait --timeout 180s >/dev/null
    kubectl delete namespace p2f --ignore-not-found --timeout=180s >/dev/null
  else
    kubectl delete -k k8s/overlays/local --ignore-not-found --timeout=180s >/dev/null
  fi
}

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

fail() {
  say "FAILED: $*" >&2
  kubectl -n p2f get pods -o wide >&2 || true
  kubectl -n p2f get events --sort-by=.lastTimestamp 2>/dev/null | tail -n 15 >&2 || true
  exit 1
}

k() { kubectl -n p2f "$@"; }

# PYTHON: what this expression says of the JSON on standard input, called j.
json() { python3 -c "import json, sys; j = json.load(sys.stdin); print($1)"; }

finish() {
  local code=$?
  [[ -z $forward ]] || kill "$forward" 2>/dev/null || true
  [[ -z $watcher ]] || kill "$watcher" 2>/dev/null || true
  if [[ ${P2F_CHECK_KEEP:-} != 1 ]]; then
    kubectl delete namespace p2f-check p2f-check-metrics --ignore-not-found --wait=false >/dev/null || true
    remove || true
    rm -rf "$work"
  fi
  exit "$code"
}

# SECONDS WHAT COMMAND...: tries once a second.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "$what: not in time"
    sleep 1
  done
}

ready() {
  k rollout status "statefulset/postgres" --timeout="$1s" >/dev/null || fail "Postgres is not ready after $1 s"
  local d
  for d in "${DEPLOYMENTS[@]}"; do
    k rollout status "deployment/$d" --timeout="$1s" >/dev/null || fail "$d is not ready after $1 s"
  done
}

# A forwarded port leads to one pod, so it is laid anew after each change of the gateway's.
forward() {
  [[ -z $forward ]] || kill "$forward" 2>/dev/null || true
  k port-forward service/gateway "$PORT:8080" >"$work/forward.log" 2>&1 &
  forward=$!
  await 30 "the forwarded port" curl -sf "http://127.0.0.1:$PORT/actuator/health/liveness"
}

call() { curl -sS -m 30 -H "Authorization: Bearer $TOKEN" "$@"; }
api() {
  local path=$1
  shift
  call -f "$@" "http://127.0.0.1:$PORT$path"
}
status() {
  local path=$1
  shift
  call -o /dev/null -w '%{http_code}' "$@" "http://127.0.0.1:$PORT$path"
}

job_state() { api "/v1/jobs/$1" | json 'j["state"]'; }
finished() { [[ $(job_state "$1") =~ ^(succeeded|failed|cancelled)$ ]]; }
succeeds() { # SECONDS JOB
  await "$1" "job $2" finished "$2"
  [[ $(job_state "$2") == succeeded ]] || fail "job $2: $(api "/v1/jobs/$2")"
}
begun() { (($(api "/v1/training-runs/$1" | json 'j["step"]') * 4 > STEPS)); }

restarts() {
  k get pods -o 'jsonpath={range .items[*].status.containerStatuses[*]}{.restartCount}{"\n"}{end}' | awk '{n += $1} END {print n + 0}'
}

install() {
  if [[ -n ${P2F_CLUSTER_LOAD:-} ]]; then
    $P2F_CLUSTER_LOAD "${IMAGES[@]}" >/dev/null
    say "images loaded"
  fi
  local applied=$SECONDS
  k8s/secrets.sh "${secrets[@]}" >/dev/null
  apply
  ready 600
  say "all ready $((SECONDS - applied)) s after the first command, $(restarts) restarts"
  TOKEN=$(k8s/secrets.sh token)
  forward
}

chart_test() {
  [[ ${P2F_CHECK_HELM:-} == 1 ]] || return 0
  helm test p2f -n p2f --timeout 120s >"$work/helm-test" || fail "helm test: $(cat "$work/helm-test")"
  say "helm test: $(grep -m 1 Phase "$work/helm-test")"
}

serves() {
  [[ $(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT/v1/presets") == 401 ]] || fail "no token, and no 401"
  api /v1/presets >/dev/null || fail "presets"
  say "presets answer with a token, and 401 without"
}

reference_model() {
  local shape
  shape=$(api /v1/encodings -F images=@reference-models/synthetic-vdrl/example.png -F t=0 -F t=0.5 -F t=1 \
    -F modelId=synthetic-vdrl | json 'j["shape"]') || fail "encoding by a reference model"
  say "a reference model encodes at three t: images × t × values $shape"
}

# RUN: the digest of the weights that it left, of the tensors alone.
weights() {
  local model
  model=$(api "/v1/training-runs/$1" | json 'j["modelId"]')
  api "/v1/artifacts/$model/files/weights.safetensors" |
    python3 -c 'import hashlib, sys; b = sys.stdin.buffer.read(); print(hashlib.sha256(b[8 + int.from_bytes(b[:8], "little"):]).hexdigest())'
}

# SIZE: makes a data set of images of that many pixels a side and prints its id.
shapes() {
  local job
  job=$(api /v1/datasets --json "$(printf '{"name":"shapes","source":"synthetic","imageSize":%d,"trainLimit":512,"testLimit":128}' "$1")" | json 'j["id"]')
  succeeds 120 "$job"
  api "/v1/jobs/$job" | json 'j["artifacts"][0]'
}
# DATASET STEPS: the request for a training run.
request() {
  printf '{"datasetId":"%s","preset":"tiny","objective":"drl","seed":1,"steps":%d,"checkpoints":{"everySteps":10}}' "$@"
}
# REQUEST: begins a run; prints the run's id and its job's.
train() { api /v1/training-runs --json "$1" | json 'j["id"] + " " + j["job"]["id"]'; }
# JOB
attempt() { api "/v1/jobs/$1" | json 'j["attempt"]'; }

training() {
  local dataset job first second pod asked
  dataset=$(shapes 32)
  asked=$(request "$dataset" "$STEPS")
  read -r first job < <(train "$asked")
  succeeds 600 "$job"
  read -r second job < <(train "$asked")
  await 300 "a quarter of the steps" begun "$second"
  pod=$(k get pods -l "app.kubernetes.io/name=$jobs" -o name)
  k delete "$pod" --grace-period=0 --force >/dev/null 2>&1
  ready 300
  succeeds 600 "$job"
  (($(attempt "$job") > 1)) || fail "the killed run was never taken over"
  [[ $(weights "$first") == "$(weights "$second")" ]] || fail "the killed run left other weights"
  say "a run of $STEPS steps whose pod was killed finished at attempt $(attempt "$job") with the same bits as one left alone"
  workers "$asked" "$(weights "$first")"
}

# REQUEST DIGEST: three such runs at once on three workers, of which two are taken away in the middle.
workers() {
  [[ ${P2F_CHECK_WORKERS:-} == 1 ]] || return 0
  local n run job runs=() ended=() started=$SECONDS
  k scale "deployment/$jobs" --replicas=3 >/dev/null
  ready 300
  say "three workers are ready after $((SECONDS - started)) s"
  for n in 1 2 3; do
    read -r run job < <(train "$1")
    runs+=("$run") ended+=("$job")
  done
  for run in "${runs[@]}"; do await 600 "a quarter of the steps on each worker" begun "$run"; done
  for job in "${ended[@]}"; do
    [[ $(job_state "$job") == running ]] || fail "job $job does not run beside the others: $(job_state "$job")"
  done
  k scale "deployment/$jobs" --replicas=1 >/dev/null
  for n in 0 1 2; do
    succeeds 900 "${ended[n]}"
    [[ $(weights "${runs[n]}") == "$2" ]] || fail "a run that was handed over left other weights"
  done
  say "three runs trained at once; with one worker left they finished at attempts $(for job in "${ended[@]}"; do
    attempt "$job"
  done | tr '\n' ' ')with the same bits"
}

versions() { k get secret "${SECRETS[@]}" -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}'; }

applied_again() {
  local before after
  before=$(versions)
  apply
  k8s/secrets.sh "${secrets[@]}" >/dev/null
  after=$(versions)
  [[ $before == "$after" ]] || fail "secrets changed: $before → $after"
  ready 300
  say "applied again, secrets unchanged: $after"
}

# NAMESPACE NAME: a pod outside of the platform, with curl in it.
outsider() {
  kubectl get namespace "$1" >/dev/null 2>&1 || kubectl create namespace "$1" >/dev/null
  kubectl -n "$1" get "pod/$2" >/dev/null 2>&1 && return
  kubectl -n "$1" run "$2" --image=p2f/gateway:local --image-pull-policy=IfNotPresent --labels="app.kubernetes.io/name=$2" \
    --restart=Never --command -- sleep 86400 >/dev/null
  kubectl -n "$1" wait --for=condition=Ready "pod/$2" --timeout=120s >/dev/null || fail "pod $2"
}
# NAMESPACE NAME ARGUMENT...: curl in that pod.
from() { kubectl -n "$1" exec "$2" -- curl -s -m 5 "${@:3}" 2>/dev/null; }

policies() {
  local port metrics
  outsider p2f-check stranger
  outsider p2f-check prometheus
  outsider p2f-check-metrics prometheus
  kubectl label namespace p2f-check-metrics p2f.org/scrapes=true >/dev/null
  metrics=$(k get secret p2f-metrics-token -o 'go-template={{.data.token | base64decode}}')
  for port in training:8081 representation:8082 downstream:8083; do
    local url=http://${port/:/.p2f:}/actuator/prometheus
    await 30 "Prometheus at $port" from p2f-check-metrics prometheus -f -H "Authorization: Bearer $metrics" "$url"
    if from p2f-check stranger -o /dev/null "$url"; then fail "a stranger reaches $port"; fi
    if from p2f-check prometheus -o /dev/null "$url"; then fail "a stranger's Prometheus reaches $port"; fi
  done
  from p2f-check-metrics prometheus -f -o /dev/null -H "Authorization: Bearer $metrics" http://gateway.p2f:8080/actuator/prometheus ||
    fail "Prometheus cannot scrape the gateway"
  if kubectl -n p2f-check exec stranger -- timeout 3 bash -c 'exec 3<>/dev/tcp/postgres.p2f/5432' 2>/dev/null; then
    fail "a stranger reaches Postgres"
  fi
  from p2f-check stranger -f -o /dev/null http://gateway.p2f:8080/actuator/health/liveness || fail "a stranger cannot reach the gateway"
  say "policies: services and Postgres refuse strangers, the labelled Prometheus scrapes all four"
  k exec deployment/gateway -- bash -c 'getent hosts training >/dev/null && exec 3<>/dev/tcp/training/8081' || fail "no DNS for the gateway"
  if k exec deployment/gateway -- timeout 3 bash -c 'exec 3<>/dev/tcp/postgres/5432' 2>/dev/null; then fail "the gateway reaches Postgres"; fi
  if k exec deployment/training -- timeout 3 bash -c 'exec 3<>/dev/tcp/gateway/8080' 2>/dev/null; then fail "training reaches the gateway"; fi
  k exec deployment/downstream -- timeout 3 bash -c 'exec 3<>/dev/tcp/gateway/8080' || fail "downstream cannot reach the gateway"
  say "policies: DNS works; the gateway cannot reach Postgres, nor training the gateway; downstream can"
}

# Calls from a pod, so through the Service: one connection each, until $1 is there.
load() {
  kubectl -n p2f-check exec stranger -- rm -f /tmp/stop
  kubectl -n p2f-check exec stranger -- bash -c '
    n=0
    while [[ ! -e /tmp/stop ]]; do
      for path in presets jobs models served-models studies; do
        printf "%s %s\n" "$(curl -s -m 30 -o /dev/null -w "%{http_code}" -H "Authorization: Bearer $0" "http://gateway.p2f:8080/v1/$path")" "$path"
        sleep 0.2
      done
    done' "$TOKEN" >"$work/calls" &
  calls=$!
}
# Ends the calls; none may be lost.
stop_load() {
  sleep 15 # until the last old pod has drained
  kubectl -n p2f-check exec stranger -- touch /tmp/stop
  wait "$calls"
  local all lost
  all=$(wc -l <"$work/calls") lost=$(grep -cv '^200 ' "$work/calls" || true)
  say "  of $all calls meanwhile $lost were lost"
  ((lost == 0)) || fail "lost calls: $(grep -v '^200 ' "$work/calls" | sort | uniq -c | tr '\n' ';')"
}

rolls() {
  local d started=$SECONDS
  load
  sleep 2
  for d in "${DEPLOYMENTS[@]}"; do
    k rollout restart "deployment/$d" >/dev/null
    k rollout status "deployment/$d" --timeout=300s >/dev/null || fail "$d did not roll out"
  done
  say "every Deployment restarted in $((SECONDS - started)) s under calls"
  stop_load
  forward
}

database_away() {
  local before started answer
  before=$(restarts)
  k scale statefulset/postgres --replicas=0 >/dev/null
  k wait --for=delete pod/postgres-0 --timeout=60s >/dev/null
  started=$(date +%s%N)
  answer=$(call -D "$work/head" -o "$work/problem" -w '%{http_code}' "http://127.0.0.1:$PORT/v1/training-runs")
  started=$((($(date +%s%N) - started) / 1000000))
  [[ $answer == 503 ]] || fail "without a database: $answer $(cat "$work/problem")"
  grep -qi '^Retry-After:' "$work/head" || fail "503 without Retry-After"
  [[ $(status /v1/presets) == 200 ]] || fail "presets need no database"
  say "without Postgres: 503 with $(grep -i '^Retry-After:' "$work/head" | tr -d '\r') after $started ms; presets 200"
  k delete pod -l app.kubernetes.io/name=downstream --wait=true >/dev/null # starts while there is no database
  sleep 20
  k scale statefulset/postgres --replicas=1 >/dev/null
  started=$SECONDS
  ready 300
  await 60 "the job list" api /v1/jobs
  [[ $(restarts) == "$before" ]] || fail "containers were restarted: $before → $(restarts)"
  say "Postgres back: all ready and served after $((SECONDS - started)) s, no container restarted, not even one started without it"
  k delete pod postgres-0 >/dev/null
  started=$SECONDS
  ready 300
  await 60 "the job list" api /v1/training-runs
  say "Postgres' pod deleted: served again after $((SECONDS - started)) s"
}

removed() {
  kill "$forward" 2>/dev/null && forward=''
  remove
  kubectl get namespace p2f >/dev/null 2>&1 && fail "the namespace is still there"
  say "removed"
}

. k8s/check-indexes.sh
. k8s/check-scaling.sh
. k8s/check-upgrade.sh
. k8s/check-nodes.sh

kubectl get --raw /readyz >/dev/null
if kubectl get namespace p2f >/dev/null 2>&1; then
  printf 'There is a namespace p2f on this cluster already; this check would remove it.\n' >&2
  exit 1
fi
trap finish EXIT
trap 'say "FAILED at line $LINENO: $BASH_COMMAND" >&2' ERR
say "cluster: $(kubectl version -o json | json 'j["serverVersion"]["gitVersion"]')"
install
for part in ${P2F_CHECK_PARTS:-chart_test serves reference_model upgrades training applied_again policies rolls database_away node_lost two_workers indexes waiting scales}; do
  "$part"
done
[[ ${P2F_CHECK_KEEP:-} == 1 ]] || removed
say "passed"
