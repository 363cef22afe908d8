# Sourced by check.sh: an extraction, an evaluation and a sweep as Indexed Jobs, with the chart's cluster.enabled.

readonly INDEX_IMAGES=128 GRID=${P2F_CHECK_GRID:-50}

index_pods() { k get pods -l "batch.kubernetes.io/job-name=p2f-$1" "${@:2}"; }
# JOB NUMBER: the name of its pod that runs.
index_pod() {
  index_pods "$1" -o json | json "[p['metadata']['name'] for p in j['items'] if p['status']['phase'] == 'Running'
    and p['metadata']['annotations']['batch.kubernetes.io/job-completion-index'] == '$2'][0]"
}
there() { k get "job/p2f-$1"; }
gone() { ! there "$1"; }
phase_is() { [[ $(api "/v1/jobs/$1" | json 'j.get("phase")') == "$2" ]]; }

# POD: tells its process to end, as soon as it listens, and whether it has ended.
ended() {
  k exec "$1" -- sh -c 'kill 1' || true
  [[ $(k get pod "$1" -o 'jsonpath={.status.phase}') == Failed ]]
}

# DATASET: submits an extraction.
extract() {
  api /v1/trajectories --json "$(printf '{"modelId":"synthetic-vdrl","datasetId":"%s","grid":%d,"precision":"float32"}' "$1" "$GRID")" |
    json 'j["id"]'
}
# JOB: the digest of the trajectories that it made.
trajectories() {
  api "/v1/artifacts/$(api "/v1/jobs/$1" | json 'j["artifacts"][0]')" | json 'j["files"][0]["sha256"]'
}
# JOB: what each index cost beside encoding, in seconds, as Kubernetes and the index itself say.
overhead() {
  local pod
  for pod in $(index_pods "$1" --field-selector=status.phase=Succeeded -o name); do
    k get "$pod" -o json | json "' '.join([j['metadata']['annotations']['batch.kubernetes.io/job-completion-index'],
      j['metadata']['creationTimestamp'], *[j['status']['containerStatuses'][0]['state']['terminated'][t] for t in ('startedAt', 'finishedAt')]])"
    k logs "$pod" | sed -n 's/.* shards in \([0-9]*\) ms$/\1/p'
  done | python3 -c '
import datetime, statistics, sys
at = datetime.datetime.fromisoformat
rows = [(a.split(), int(b)) for a, b in zip(*[iter(sys.stdin.read().splitlines())] * 2)]
wait = [(at(r[2]) - at(r[1])).total_seconds() for r, _ in rows]
work = [ms / 1000 for _, ms in rows]
rest = [(at(r[3]) - at(r[2])).total_seconds() - w for (r, _), w in zip(rows, work)]
print("; ".join("%s %.1f s (%.1f to %.1f)" % (n, statistics.median(v), min(v), max(v))
  for n, v in (("until its container starts", wait), ("starting and ending", rest), ("encoding", work))))'
}

# TRAJECTORIES: submits an evaluation of four parts, one a factor.
evaluate() {
  api /v1/evaluations --json "$(printf '{"trajectoriesId":"%s","heads":["mlp","gru"],"epochs":3,"seeds":1,"learningRates":[0.003]}' "$1")" | json 'j["id"]'
}
# JOB: a digest of all numbers that its heads gave.
numbers() {
  api "/v1/evaluations/$(api "/v1/jobs/$1" | json 'j["artifacts"][0]')" | json 'json.dumps(j["results"])' | sha256sum
}
# TRAJECTORIES JOB: the same evaluation again, by indexes, one of which is killed.
evaluation() {
  local job started=$SECONDS
  job=$(evaluate "$1")
  await 120 "the Indexed Job of the evaluation" there "$job"
  await 120 "a pod of index 1" index_pod "$job" 1
  k delete pod "$(index_pod "$job" 1)" --grace-period=0 --force >/dev/null 2>&1
  succeeds 900 "$job"
  [[ $(numbers "$job") == "$(numbers "$2")" ]] || fail "the indexes gave other numbers than one process"
  say "an evaluation of four factors as an Indexed Job of two indexes, one killed: $((SECONDS - started)) s, the same numbers"
}

# ID: the digests of the weights of a sweep's runs.
sweep_weights() {
  local run
  for run in $(api "/v1/training-sweeps/$1" | json '" ".join(r["id"] for r in j["runs"])'); do weights "$run"; done
}
sweep_over() { [[ $(api "/v1/training-sweeps/$1" | json 'j["finished"]') == 2 ]]; }
sweep_begun() { (($(api "/v1/training-sweeps/$1" | json 'j["runs"][1]["step"]') * 4 > STEPS)); }
sweep() {
  api /v1/training-sweeps --json "$(printf '{"run":{"datasetId":"%s","preset":"tiny","objective":"drl","steps":%d,"checkpoints":{"everySteps":10}},"seeds":[1,2]}' "$1" "$STEPS")" |
    json 'j["id"]'
}
# The Indexed Job of waiting jobs, if there is one.
group() { k get jobs -o name | sed -n 's/^job.batch.p2f-\(grp-.*\)/\1/p' | tail -n 1 | grep .; }

waiting() {
  [[ ${P2F_CHECK_INDEXES:-} == 1 ]] || return 0
  local dataset
  dataset=$(shapes 16)
  waiting_jobs "$dataset"
  small_study "$dataset"
  # What waits is the workers' again.
  options+=(--set "cluster.enabled=false,cluster.minJobs=0")
  apply
  ready 600
  forward
}
# DATASET: a sweep whose runs are the indexes of a Job, one of which is killed.
waiting_jobs() {
  local started=$SECONDS here there made
  here=$(sweep "$1")
  await 900 "the sweep in the worker" sweep_over "$here"
  say "a sweep of two runs of $STEPS steps in the worker's own process: $((SECONDS - started)) s"
  options+=(--set "cluster.enabled=true,cluster.minJobs=1,cluster.parallelism=${P2F_CHECK_PARALLELISM:-2}")
  apply
  ready 600
  forward
  started=$SECONDS
  there=$(sweep "$1")
  await 60 "the Indexed Job of the sweep" group
  made=$(group)
  await 300 "a quarter of the second run's steps" sweep_begun "$there"
  k delete pod "$(index_pod "$made" 1)" --grace-period=0 --force >/dev/null 2>&1
  await 900 "the sweep on the cluster" sweep_over "$there"
  [[ $(sweep_weights "$there") == "$(sweep_weights "$here")" ]] || fail "the pods left other weights than the worker"
  await 120 "the end of the Indexed Job" k wait --for=condition=Complete "job/p2f-$made" --timeout=1s
  say "the same sweep as an Indexed Job, the pod of one run killed: $((SECONDS - started)) s, attempts $(api "/v1/training-sweeps/$there" |
    json '" and ".join(str(r["job"]["attempt"]) for r in j["runs"])'), the same weights"
}

study_over() { [[ $(api "/v1/studies/$1" | json 'j["state"]') =~ ^(succeeded|failed|cancelled)$ ]]; }
# DATASET: the demo's study, small, whose trainings and heads are indexes of Jobs.
small_study() {
  local started=$SECONDS before id
  before=$(k get jobs -o name | grep -c grp- || true)
  id=$(api /v1/studies --json "$(printf '{"name":"on the cluster","preset":"demo","datasetId":"%s","steps":%d,"headTraining":{"steps":50,"batchSize":64}}' "$1" "$STEPS")" | json 'j["id"]')
  await 1800 "the study" study_over "$id"
  [[ $(api "/v1/studies/$id" | json 'j["state"]') == succeeded ]] || fail "the study: $(api "/v1/studies/$id")"
  api "/v1/studies/$id" | json '[s["name"] for s in j["steps"]]' >"$work/steps"
  say "the demo's study, small, in $((SECONDS - started)) s: $(($(k get jobs -o name | grep -c grp-) - before)) Indexed Jobs for its steps $(<"$work/steps")"
}

indexes() {
  [[ ${P2F_CHECK_INDEXES:-} == 1 ]] || return 0
  local dataset job here codes heads worker=() uid n pods started attempt
  job=$(api /v1/datasets --json '{"name":"indexes","source":"synthetic","imageSize":16,"trainLimit":640,"testLimit":128}' | json 'j["id"]')
  succeeds 180 "$job"
  dataset=$(api "/v1/jobs/$job" | json 'j["artifacts"][0]')
  started=$SECONDS
  here=$(extract "$dataset")
  succeeds 600 "$here"
  say "768 images at $((GRID + 1)) t in the worker's own process: $((SECONDS - started)) s"
  codes=$(api "/v1/jobs/$here" | json 'j["artifacts"][0]')
  started=$SECONDS
  heads=$(evaluate "$codes")
  succeeds 600 "$heads"
  say "heads on four factors of them in the worker's own process: $((SECONDS - started)) s"

  options+=(--set "cluster.enabled=true,cluster.minImages=1,cluster.imagesPerIndex=$INDEX_IMAGES,cluster.minParts=4,cluster.partsPerIndex=2,cluster.parallelism=${P2F_CHECK_PARALLELISM:-2}")
  apply
  ready 600
  forward
  evaluation "$codes" "$heads"
  started=$SECONDS
  job=$(extract "$dataset")
  await 120 "the Indexed Job" there "$job"
  uid=$(k get "job/p2f-$job" -o 'jsonpath={.metadata.uid}')
  await 120 "a pod of index 1" index_pod "$job" 1
  await 60 "the end of index 1" ended "$(index_pod "$job" 1)"
  # The one before it may still be draining.
  mapfile -t worker < <(k get pods -l "app.kubernetes.io/name=$extractor" -o name)
  k delete "${worker[@]}" --grace-period=0 --force >/dev/null 2>&1
  ready 300
  forward
  succeeds 900 "$job"
  [[ $(k get "job/p2f-$job" -o 'jsonpath={.metadata.uid}') == "$uid" ]] || fail "another Indexed Job was made"
  [[ $(trajectories "$job") == "$(trajectories "$here")" ]] || fail "the indexes left other bytes than one process"
  attempt=$(api "/v1/jobs/$job" | json 'j["attempt"]')
  ((attempt > 1)) || fail "the killed worker's job was never taken over"
  pods=$(index_pods "$job" -o 'jsonpath={range .items[*]}{.metadata.annotations.batch\.kubernetes\.io/job-completion-index}{"\n"}{end}' | sort | uniq -c | awk '{printf "%s×%s ", $2, $1}')
  [[ $pods == '0×1 1×2 2×1 3×1 4×1 5×1 ' ]] || fail "pods of the indexes: $pods"
  say "an Indexed Job of 6 indexes in $((SECONDS - started)) s; index 1 was killed and run again alone (pods: $pods), the worker too (attempt $attempt): the same bytes"
  say "of an index: $(overhead "$job")"

  job=$(extract "$dataset")
  await 120 "the Indexed Job" there "$job"
  k patch "job/p2f-$job" -p '{"spec":{"suspend":true}}' >/dev/null
  await 60 "the phase suspended" phase_is "$job" suspended
  n=$(index_pods "$job" --field-selector=status.phase=Running -o name | wc -l)
  k patch "job/p2f-$job" -p '{"spec":{"suspend":false}}' >/dev/null
  await 60 "the phase encoding" phase_is "$job" encoding
  api "/v1/jobs/$job/cancel" -X POST >/dev/null
  await 60 "the end of the Indexed Job" gone "$job"
  await 60 "the end of job $job" finished "$job"
  say "suspended with $n pods left, resumed, cancelled: $(job_state "$job"), the Indexed Job is gone"
  k auth can-i delete jobs --as=system:serviceaccount:p2f:p2f-indexes >/dev/null || fail "the worker may not delete Jobs"
  for n in "get secrets" "create pods" "list jobs" "get deployments" "create pods/exec"; do
    if k auth can-i $n --as=system:serviceaccount:p2f:p2f-indexes >/dev/null; then fail "the worker may $n"; fi
  done
  say "the worker may make, read and delete Jobs and read pods, and nothing else that was tried"
}
