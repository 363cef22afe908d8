{{- define "p2f.labels" -}}
app.kubernetes.io/part-of: p2f
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "p2f.services" -}}
matchExpressions:
  - key: app.kubernetes.io/name
    operator: In
    values:
      - training
      - representation
      - downstream
      {{- with include "p2f.workers" . }}
      {{- . | nindent 6 }}
      {{- end }}
{{- end }}

{{/* The services, and what computes for them alone. */}}
{{- define "p2f.storing" -}}
{{- include "p2f.services" . }}
{{- if .Values.cluster.enabled }}
      - representation-index
      {{- if gt (int .Values.cluster.minJobs) 0 }}
      - training-index
      {{- end }}
      - downstream-index
{{- end }}
{{- end }}

{{- define "p2f.workers" -}}
{{- if .Values.workers.enabled }}
- training-worker
- representation-worker
- downstream-worker
{{- end }}
{{- end }}

{{/* The pods of a service that run its jobs: root, name. */}}
{{- define "p2f.jobsOf" -}}
matchLabels:
  app.kubernetes.io/name: {{ .name }}{{ if .root.Values.workers.enabled }}-worker{{ end }}
{{- end }}

{{/* The pods that make Indexed Jobs: of extractions, of evaluations, and of jobs that wait. */}}
{{- define "p2f.indexing" -}}
{{- $apart := .Values.workers.enabled | ternary "-worker" "" }}
matchExpressions:
  - key: app.kubernetes.io/name
    operator: In
    values:
      - representation{{ $apart }}
      {{- if gt (int .Values.cluster.minJobs) 0 }}
      - training{{ $apart }}
      {{- end }}
      - downstream{{ $apart }}
{{- end }}

{{- define "p2f.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "p2f.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        app.kubernetes.io/name: {{ . }}
    matchLabelKeys:
      - pod-template-hash
{{- end }}

{{- define "p2f.probes" -}}
startupProbe:
  httpGet:
    path: /actuator/health/readiness
    port: http
  periodSeconds: 5
  failureThreshold: 120
readinessProbe:
  httpGet:
    path: /actuator/health/readiness
    port: http
  periodSeconds: 5
livenessProbe:
  httpGet:
    path: /actuator/health/liveness
    port: http
  periodSeconds: 10
  failureThreshold: 3
{{- end }}

{{- define "p2f.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop:
      - ALL
{{- end }}

{{/* The Service and the disruption budget of a Deployment: root, name, port. */}}
{{- define "p2f.reached" -}}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    app.kubernetes.io/name: {{ .name }}
    {{- include "p2f.labels" .root | nindent 4 }}
spec:
  selector:
    app.kubernetes.io/name: {{ .name }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels:
    {{- include "p2f.labels" .root | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
{{- end }}
