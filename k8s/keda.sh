#!/usr/bin/env bash
# KEDA where no registry with its images is reached: builds it from its Go module and installs it as its own manifests say,
# without the admission webhooks. Elsewhere, install KEDA as https://keda.sh tells.
#   k8s/keda.sh build     makes the images kedacore/keda and kedacore/keda-metrics-apiserver; needs go 1.26 or newer,
#                         its module proxy, and docker. The first time it takes 13 minutes of processor time
#   k8s/keda.sh install   puts them into the cluster that kubectl reaches, in the namespace keda, and waits until they work;
#                         P2F_CLUSTER_LOAD may name a command that brings images there, as for check.sh
#   k8s/keda.sh remove    takes it away, with every ScaledObject of the cluster
# P2F_KEDA_VERSION (2.21.0) chooses the version.
set -euo pipefail

readonly VERSION=${P2F_KEDA_VERSION:-2.21.0}
readonly MODULE=github.com/kedacore/keda/v2@v$VERSION
readonly IMAGES=(kedacore/keda:"$VERSION" kedacore/keda-metrics-apiserver:"$VERSION")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A copy, as what the module's cache holds cannot be written.
source_of_keda() {
  local module
  module=$(go mod download -json "$MODULE" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  [[ -d $module ]] || { printf 'KEDA %s cannot be had from the module proxy.\n' "$VERSION" >&2; exit 1; }
  cp -R "$module" "$work/keda"
  chmod -R u+w "$work/keda"
}

# IMAGE FOLDER PROGRAM: an image of that program of KEDA's alone.
image() {
  (cd "$work/keda" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X=github.com/kedacore/keda/v2/version.Version=$VERSION" \
    -o "$work/$3/$3" "./cmd/$2")
  printf 'FROM scratch\nCOPY %s /%s\nUSER 65532:65532\nENTRYPOINT ["/%s"]\n' "$3" "$3" "$3" >"$work/$3/Dockerfile"
  docker build -q -t "$1" "$work/$3"
}

manifests() {
  source_of_keda
  kubectl kustomize "$work/keda/config/minimal" | sed -E \
    -e "s#^( +image: ).*/(keda|keda-metrics-apiserver):.*#\1kedacore/\2:$VERSION#" \
    -e 's#^( +imagePullPolicy: )Always$#\1IfNotPresent#'
}

case ${1:-} in
  build)
    source_of_keda
    image "${IMAGES[0]}" operator keda
    image "${IMAGES[1]}" adapter keda-adapter
    ;;
  install)
    [[ -z ${P2F_CLUSTER_LOAD:-} ]] || $P2F_CLUSTER_LOAD "${IMAGES[@]}"
    manifests | kubectl apply --server-side -f -
    kubectl -n keda rollout status deployment/keda-operator --timeout=300s
    kubectl -n keda rollout status deployment/keda-metrics-apiserver --timeout=300s
    kubectl wait --for=condition=Available apiservice/v1beta1.external.metrics.k8s.io --timeout=120s
    ;;
  remove) manifests | kubectl delete --ignore-not-found -f - ;;
  *)
    sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | grep '^#' | cut -c3-
    exit 2
    ;;
esac
