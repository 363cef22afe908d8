# Sourced by check.sh: a release of the earlier chart is upgraded to this one, rolled back, and upgraded again.

release() { helm list -n p2f -o json | json 'j[0]["chart"] + " revision " + j[0]["revision"]'; }
# MODEL: the digest of its codes of an image.
codes() {
  api /v1/encodings -F images=@reference-models/synthetic-vdrl/example.png -F t=0 -F t=0.5 -F t=1 -F "modelId=$1" \
    -H 'Accept: application/x-npy' | sha256sum
}

# REQUEST DIGEST RUNS COMMAND...: changes the release by that command while so many runs wait and calls come in. They are more
# than one worker can end meanwhile; those that it did not begin are cancelled, all others must leave weights of that digest.
changed() {
  local run job runs=() ended=() n started handed=0 before=$work/pods
  for ((n = 0; n < $3; n++)); do
    read -r run job < <(train "$1")
    runs+=("$run") ended+=("$job")
  done
  await 300 "a quarter of the steps" begun "${runs[0]}"
  k get pods -o name | sort >"$before"
  load
  sleep 2
  started=$SECONDS
  "${@:4}" >/dev/null || fail "${*:4}"
  [[ $PREVIOUS_TAG != local ]] || k rollout restart deployment >/dev/null
  ready 300
  say "now $(release): all ready after $((SECONDS - started)) s, $(k get pods -o name | sort | comm -13 "$before" - | wc -l) new pods"
  stop_load
  forward
  for job in "${ended[@]}"; do
    (($(attempt "$job") > 0)) || api "/v1/jobs/$job/cancel" -X POST >/dev/null
  done
  for n in "${!runs[@]}"; do
    await 600 "job ${ended[n]}" finished "${ended[n]}"
    [[ $(job_state "${ended[n]}") != cancelled ]] || continue
    succeeds 600 "${ended[n]}"
    [[ $(weights "${runs[n]}") == "$2" ]] || fail "run ${runs[n]} left other weights"
    (($(attempt "${ended[n]}") < 2)) || handed=$((handed + 1))
  done
  ((handed > 0)) || fail "no run was handed from a pod to its successor"
  say "  of the runs that trained meanwhile $handed went on in another pod; all have the same bits"
}

upgrades() {
  [[ ${P2F_CHECK_UPGRADE:-} == 1 ]] || return 0
  local dataset asked first job runs model digest code
  outsider p2f-check stranger
  dataset=$(shapes 16)
  asked=$(request "$dataset" $((STEPS * 5)))
  runs=$SECONDS
  read -r first job < <(train "$asked")
  succeeds 600 "$job"
  runs=$((2 + 300 / (1 + SECONDS - runs)))
  model=$(api "/v1/training-runs/$first" | json 'j["modelId"]')
  digest=$(weights "$first") code=$(codes "$model")
  say "$(release): a data set and a model are made"

  chart=k8s/chart tag=local
  changed "$asked" "$digest" "$runs" apply
  kept "$dataset" "$first" "$digest" "$model" "$code"
  changed "$asked" "$digest" "$runs" helm rollback p2f 1 -n p2f
  kept "$dataset" "$first" "$digest" "$model" "$code"
  changed "$asked" "$digest" "$runs" apply
  kept "$dataset" "$first" "$digest" "$model" "$code"
}

# DATASET RUN DIGEST MODEL CODE
kept() {
  api "/v1/artifacts/$1" >/dev/null || fail "data set $1 is lost"
  [[ $(weights "$2") == "$3" ]] || fail "the weights changed"
  [[ $(codes "$4") == "$5" ]] || fail "the model's codes changed"
  say "  the data set is there, its model's weights and codes are the same"
}
