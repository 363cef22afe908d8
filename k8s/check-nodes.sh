# Sourced by check.sh: workers that share a sweep, and a node whose kubelet ends.

# SWEEP: waits for its end, and says the weights of its runs.
swept() {
  await 1800 "sweep $1" sweep_over "$1"
  sweep_weights "$1"
}
# One worker, and two of them, each with half of the cores: what the second one adds.
two_workers() {
  [[ ${P2F_CHECK_WORKERS:-} == 1 ]] || return 0
  local dataset started one two alone shared half=$((($(nproc) + 1) / 2))
  dataset=$(shapes 16)
  options+=(--set "training.resources.limits.cpu=$half")
  apply
  ready 600
  forward
  started=$SECONDS
  alone=$(swept "$(sweep "$dataset")")
  one=$((SECONDS - started))
  k scale "deployment/$jobs" --replicas=2 >/dev/null
  ready 300
  started=$SECONDS
  shared=$(swept "$(sweep "$dataset")")
  two=$((SECONDS - started))
  k scale "deployment/$jobs" --replicas=1 >/dev/null
  [[ $alone == "$shared" ]] || fail "two workers left other weights than one"
  say "a sweep of two runs of $STEPS steps, $half of $(nproc) cores a worker: $one s by one worker, $two s by two, the same weights"
  unset 'options[-1]' 'options[-1]'
  apply
  ready 600
}

node_is() { [[ $(kubectl get nodes -o 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}') == "$1" ]]; }
# In mid-training the only node's kubelet ends, the node counts as lost, and comes back.
node_lost() {
  [[ -n ${P2F_CHECK_KUBELET_STOP:-} ]] || return 0
  local asked first second job at before
  asked=$(request "$(shapes 16)" "$STEPS")
  read -r first job < <(train "$asked")
  succeeds 1800 "$job"
  before=$(restarts)
  read -r second job < <(train "$asked")
  await 300 "a quarter of the steps" begun "$second"
  $P2F_CHECK_KUBELET_STOP
  at=$SECONDS
  await 120 "the loss of the node" node_is Unknown
  say "the node counts as lost $((SECONDS - at)) s after its kubelet has ended"
  sleep 30
  $P2F_CHECK_KUBELET_START >/dev/null 2>&1
  await 120 "the return of the node" node_is True
  ready 300
  forward
  succeeds 1800 "$job"
  [[ $(weights "$first") == "$(weights "$second")" ]] || fail "the run on the lost node left other weights"
  say "back after $((SECONDS - at)) s: the run under way ended at attempt $(attempt "$job") with the same bits, $(($(restarts) - before)) containers restarted"
}
