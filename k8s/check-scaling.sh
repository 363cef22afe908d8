# Sourced by check.sh: KEDA scales the workers by the queue, with the chart's workers.keda.enabled.

wants() { [[ $(k get "deployment/$1" -o 'jsonpath={.spec.replicas}') == "$2" ]]; }
has_ready() { [[ $(k get "deployment/$1" -o 'jsonpath={.status.readyReplicas}') == "$2" ]]; }
scaled_objects() { [[ -z $(k get scaledobjects -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}') ]]; }

# Until the file `scaled` is there: each change of the training workers' number and of how many jobs wait and run.
watch_replicas() {
  local now before=''
  while [[ ! -e $work/scaled ]]; do
    now="$(k get deployment/training-worker -o 'jsonpath={.spec.replicas} wanted, {.status.readyReplicas} ready') $(
      api '/v1/training-runs?limit=100' | json '"%d queued, %d running" % tuple(sum(r["job"]["state"] == s for r in j["items"]) for s in ("queued", "running"))')" || now=$before
    [[ $now == "$before" ]] || printf '%d s: %s\n' "$SECONDS" "$now"
    before=$now
    sleep 2
  done
}

scales() {
  [[ ${P2F_CHECK_KEDA:-} == 1 ]] || return 0
  kubectl get crd scaledobjects.keda.sh >/dev/null 2>&1 || fail "no KEDA on this cluster (k8s/keda.sh)"
  local dataset asked alone job digest run n count runs=() ended=() started
  dataset=$(shapes 16)
  asked=$(request "$dataset" $((STEPS * 5)))
  started=$SECONDS
  read -r alone job < <(train "$asked")
  succeeds 600 "$job"
  digest=$(weights "$alone")
  count=$((4 + 120 / (1 + SECONDS - started))) # more than one worker can end until two others are ready

  options+=(--set "workers.keda.enabled=true,workers.keda.pollingSeconds=5,workers.keda.cooldownSeconds=30,workers.training.maxReplicas=3")
  apply
  k wait --for=condition=Ready scaledobject --all --timeout=120s >/dev/null || fail "ScaledObjects: $(k get scaledobjects)"
  started=$SECONDS
  await 300 "no worker that may be none" wants representation-worker 0
  await 60 "no worker that may be none" wants downstream-worker 0
  wants training-worker 1 || fail "the queue is empty, and there is not one training worker"
  say "with an empty queue: one training worker, after $((SECONDS - started)) s none for the rest"

  watch_replicas >"$work/replicas" &
  watcher=$!
  started=$SECONDS
  for ((n = 0; n < count; n++)); do
    read -r run job < <(train "$asked")
    runs+=("$run") ended+=("$job")
  done
  await 180 "three workers wanted" wants training-worker 3
  say "$count runs submitted: three workers wanted after $((SECONDS - started)) s"
  await 300 "three workers ready" has_ready training-worker 3
  say "three workers ready after $((SECONDS - started)) s"
  for job in "${ended[@]}"; do succeeds 900 "$job"; done
  say "all $count runs succeeded after $((SECONDS - started)) s, at attempts $(for job in "${ended[@]}"; do attempt "$job"; done | tr '\n' ' ')"
  for run in "${runs[@]}"; do [[ $(weights "$run") == "$digest" ]] || fail "run $run left other weights than one alone"; done
  started=$SECONDS
  await 180 "one worker again" wants training-worker 1
  await 180 "one worker again" has_ready training-worker 1
  touch "$work/scaled"
  wait "$watcher"
  watcher=''
  say "the same bits; one worker again $((SECONDS - started)) s later. What was seen, each change:"
  cat "$work/replicas"

  started=$SECONDS
  job=$(api /v1/trajectories --json "$(printf '{"modelId":"synthetic-vdrl","datasetId":"%s","grid":4,"precision":"float32"}' "$dataset")" | json 'j["id"]')
  succeeds 300 "$job"
  say "an extraction with no worker there succeeded after $((SECONDS - started)) s"

  options+=(--set workers.keda.enabled=false)
  apply
  await 60 "the end of the ScaledObjects" scaled_objects
  ready 300
  await 60 "a worker of each service" has_ready representation-worker 1
  say "KEDA switched off: one worker of each service"
}
