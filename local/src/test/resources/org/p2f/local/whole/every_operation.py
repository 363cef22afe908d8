"""Calls every operation of an API document through a client that was generated from it.

    every_operation.py [--strangers] [--unread NAMES] DOCUMENT COMMAND...    with URL and tokens in the environment:
                                TOKEN of who does all of it, ADMIN, OTHER of another project, READER
                                without run

COMMAND starts a driver, a small program that has the client. It is told of a call in a line of JSON:

    {"operation", "token", "parameters": {name in the document: value}, "path": [names],
     "body" or "bytes" in base64, "unread"}

with null for parameters that are left out and those of the path named in its order, and answers in a line what came of it: {"status", "answer"}, the answer as the client's own type gives
it back as JSON, {"base64"} of bytes, or null; or {"status", "error"}.

Prints operations and statuses. Fails where an operation has no call in CALLS, where the status is
not the one that the document promises, and where the client cannot read the answer. With --strangers
each call is tried before without a token, without the scope, and by a member of another project: all
three are to be refused, and what others list is to name nothing of this project. --unread names
operations and kinds of calls, with commas between, whose answers the client is known not to read: of
them the status is enough.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 150  # seconds that a job may take on a busy machine
FINAL = {"succeeded", "failed", "cancelled"}


# Read by everybody, or of nothing but what the caller sends.
EVERYBODYS = {
    "listPresets", "getPreset", "createUpload", "createResumableUpload", "previewDataset", "createDataset", "listStudyPresets",
    "getInferenceServer", "getInferenceLiveness", "getInferenceReadiness", "getInferenceIndex", "listAudit",
}
FORBIDDEN = (401, 403, 404, 409, 422)


class Refused(Exception):
    """A call that was not answered with what was asked for, or could not be read."""


class Driver:
    """The client, in a process of its own."""

    def __init__(self, document, command):
        self.operations = {
            operation["operationId"]: (path, operation)
            for path, verbs in document["paths"].items()
            for operation in verbs.values()
        }
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def call(self, operation, arguments, token, unread=False):
        """The status and the answer of a call."""
        path, told = self.operations[operation]
        names = [parameter["name"] for parameter in told.get("parameters", [])]
        unknown = arguments.keys() - {"body", *names}
        if unknown:
            raise Refused(f"The document has no {unknown}")
        line = {
            "operation": operation,
            "token": token,
            "parameters": {name: arguments.get(name) for name in names},
            "path": re.findall(r"{(\w+)}", path),
            "unread": unread,
        }
        body = arguments.get("body")
        if isinstance(body, bytes):
            line["bytes"] = base64.b64encode(body).decode()
        elif body is not None:
            line["body"] = body
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told:
            raise Refused(f"The driver has ended: {self.process.wait()}")
        told = json.loads(told)
        if "error" in told:
            raise Refused(f"{told.get('status')}: {told['error']}")
        return told["status"], told.get("answer")


class Stranger:
    """The same calls with another token, or none, by hand."""

    def __init__(self, world, token):
        self.world = world
        self.token = token

    def status(self, operation, arguments):
        """What a call is answered with, and the answer's text."""
        verb, path, told = self.world.operations[operation]
        given = resolved(arguments, self.world)
        body = given.pop("body", None)
        query, headers = [], {}
        for parameter in told.get("parameters", []):
            name = parameter["name"]
            if name in given and parameter["in"] == "path":
                path = path.replace("{%s}" % name, urllib.parse.quote(str(given[name]), safe=""))
            elif name in given and parameter["in"] == "header":
                headers[name] = str(given[name])
            elif name in given:
                value = given[name]
                query.append((name, json.dumps(value) if isinstance(value, bool) else value))
        if body is not None:
            headers["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        address = os.environ["URL"] + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(address, body, headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")


def ids(text):
    """The ids of things that a text names."""
    return set(re.findall(r"\b[a-z]{2,3}-01\w{24}\b", text))


class World:
    """What has been answered so far, by the calls' labels."""

    def __init__(self, document, driver):
        self.operations = {
            operation["operationId"]: (verb.upper(), path, operation)
            for path, verbs in document["paths"].items()
            for verb, operation in verbs.items()
        }
        self._schemas = document["components"]["schemas"]
        self._driver = driver
        self._answers = {}
        self.own = set()  # ids of what this project has
        self.public = set()  # ids of what is everybody's

    def __getitem__(self, label):
        """The answer of an earlier call."""
        return self._answers[label]

    def promised(self, operation):
        """The status that a client takes for the usual one: the lowest that means success."""
        return min(int(s) for s in self.operations[operation][2]["responses"] if re.match(r"2\d\d", s))

    def answer(self, operation, label, arguments, unread):
        """The status of a call; its body is kept."""
        token = os.environ["ADMIN" if operation == "listAudit" else "TOKEN"]
        status, answer = self._driver.call(operation, resolved(arguments, self), token, unread)
        self._answers[label] = answer
        self.own |= ids(str(answer)) - self.public
        return status

    def read(self, operation, **arguments):
        """An answer that is looked at once."""
        return self._driver.call(operation, arguments, os.environ["TOKEN"])[1]

    def unreadable(self, operation, label, status):
        """What is missing of an answer that the client has read; empty if nothing is."""
        responses = self.operations[operation][2]["responses"]
        content = (responses.get(str(status)) or responses["2XX"]).get("content", {})
        answer = self[label]
        if "application/json" in content:
            schema = content["application/json"]["schema"]
            schema = self._schemas[schema["$ref"].rsplit("/")[-1]] if "$ref" in schema else schema
            if schema.get("type") == "array":
                return "" if isinstance(answer, list) else f"no list but {answer}"
            if not isinstance(answer, dict):
                return f"no object but {answer}"
            return ", ".join(name for name in schema.get("required", []) if answer.get(name) is None)
        if "text/event-stream" in content:
            return "" if answer else "no text"
        if content:
            return "" if isinstance(answer, dict) and answer.get("base64") else f"no bytes but {answer}"
        return ""

    def example(self, operation):
        content = self.operations[operation][2]["requestBody"]["content"]
        return content["application/json"]["example"]

    def ended(self, read, final=FINAL):
        """What is read, once its state is final."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            thing = read()
            if thing.get("job", thing)["state"] in final:
                return thing
            time.sleep(0.2)
        raise TimeoutError(f"Not ended after {PATIENCE} s: {thing}")

    def artifact(self, label, kind):
        """The artifact of a job that an earlier call has started, by what its id begins with."""
        started = self[label]
        job = self.ended(lambda: self.read("getJob", id=started.get("job", started)["id"]))
        if job["state"] != "succeeded":
            raise RuntimeError(f"{label}: {job['state']}, {job.get('failure')}")
        self.own.update(job["artifacts"])
        return next(made for made in job["artifacts"] if made.startswith(kind))


def resolved(value, world):
    if callable(value):
        return value(world)
    if isinstance(value, dict):
        return {name: resolved(inner, world) for name, inner in value.items()}
    return value


def artifact(label, kind=""):
    return lambda world: world.artifact(label, kind)


def identity(label):
    return lambda world: world[label]["id"]


def example(operation, **fields):
    """The document's own example, with what is of this platform in its place."""
    return lambda world: world.example(operation) | resolved(fields, world)


def studied(label):
    """A study's id, once it has ended."""
    return lambda world: world.ended(lambda: world.read("getStudy", id=world[label]["id"]))["id"]


def finished(label):
    """A job's id, once it has ended."""
    return lambda world: world.ended(
        lambda: world.read("getJob", id=world[label].get("job", world[label])["id"])
    )["id"]


def swept(label):
    """A sweep's id, once its runs have ended."""

    def ended(world):
        for started in world[label]["runs"]:
            world.ended(lambda: world.read("getJob", id=started["id"]))
        return world[label]["id"]

    return ended


def model_file(name):
    """A file of the trained model."""
    return lambda world: base64.b64decode(
        world.read("downloadModelFile", id=resolved(model, world), name=name)["base64"]
    )


def version(world):
    """The one that the reference encoder has."""
    return world["getInferenceModel"]["versions"][0]


dataset, model = artifact("createDataset"), artifact("createTrainingRun", "mdl-")
run, codes, samples = identity("createTrainingRun"), artifact("createTrajectories"), artifact("createSamplingRun")
ENCODER = "synthetic-vdrl"
SENT = {
    "inputs": [
        {"name": "images", "shape": [1, 3, 16, 16], "datatype": "FP32", "data": [0.5] * 768},
        {"name": "t", "shape": [2], "datatype": "FP32", "data": [0, 1]},
    ]
}
TINY = {"datasetId": dataset, "steps": 4, "batchSize": 8}
KEPT = ("checkpoints", "samples", "averages")  # too many of them
ENDLESS = TINY | {"steps": 1_000_000, "name": "cancelled soon"}

IMPORTED = example("importModel", weightsId=identity("createUpload weights"), specId=identity("createUpload spec"))

# (operation, arguments by the names that the document has for them[, what distinguishes it from other calls of it
# [, status where it is not the promised one]]), in this order: later ones use earlier answers.
CALLS = [
    ("listPresets", {}),
    ("getPreset", {"name": "tiny"}),
    ("createWebhook", {"body": example("createWebhook", url="http://127.0.0.1:9/hooks")}),
    ("createUpload", {"name": "notes.txt", "body": b"hello"}),
    ("listUploads", {}),
    ("getUpload", {"id": identity("createUpload")}),
    ("createResumableUpload", {"Upload-Length": 5, "Upload-Metadata": "filename bm90ZXMudHh0"}),
    ("listResumableUploads", {}),
    ("getResumableUpload", {"id": identity("createResumableUpload")}),
    (
        "appendToResumableUpload",
        {"id": identity("createResumableUpload"), "Upload-Offset": 0, "body": b"hello"},
    ),
    ("deleteResumableUpload", {"id": identity("createResumableUpload")}),
    ("previewDataset", {"body": example("previewDataset")}),
    ("createDataset", {"body": example("createDataset"), "dryRun": True}, "dry run", 200),
    ("createDataset", {"body": example("createDataset")}),
    ("listDatasets", {"limit": 5}),
    ("getDataset", {"id": dataset}),
    ("listDatasetImages", {"id": dataset, "factor": "shape", "class": "0", "limit": 3}),
    ("getDatasetImage", {"id": dataset, "index": 0, "t": 0.3, "seed": 1}),
    ("planTrainingRun", {"body": example("planTrainingRun", **TINY)}),
    ("createTrainingRun", {"body": example("createTrainingRun", **TINY), "dryRun": True}, "dry run", 200),
    (
        "createTrainingRun",
        {
            "body": example(
                "createTrainingRun",
                **TINY,
                probe={"everySteps": 2},
                checkpoints={"keepEverySteps": 2},
                samples={"everySteps": 2, "images": 2, "sampler": {"steps": 2}},
                averages={"everySteps": 1},
            )
        },
    ),
    ("createTrajectories", {"body": example("createTrajectories", datasetId=dataset, grid=2)}),
    ("createSamplingRun", {"body": example("createSamplingRun", datasetId=dataset, modelId=model, n=4, sampler={"steps": 2})}),
    ("listTrainingRuns", {}),
    ("getTrainingRun", {"id": run}),
    ("labelTrainingRun", {"id": run, "body": example("labelTrainingRun")}),
    ("getTrainingRequest", {"id": run}),
    ("getTrainingMetrics", {"id": run, "points": 2}),
    ("getTrainingProbes", {"id": run}),
    ("getHeldOutLosses", {"id": run}),
    ("exportTrainingEvents", {"id": run}),
    ("listTrainingCheckpoints", {"id": run}),
    ("listTrainingSamples", {"id": run}),
    ("getTrainingSamples", {"id": run, "step": 2}),
    ("cloneTrainingRun", {"id": run, "body": example("cloneTrainingRun"), "dryRun": True}, "dry run", 200),
    ("cloneTrainingRun", {"id": run, "body": {"steps": 1_000_000} | dict.fromkeys(KEPT)}),
    ("cancelTrainingRun", {"id": identity("cloneTrainingRun"), "keep": "discard"}),
    ("createTrainingSweep", {"body": example("createTrainingSweep", run=example("createTrainingRun", **ENDLESS))}),
    ("listTrainingSweeps", {}),
    ("getTrainingSweep", {"id": identity("createTrainingSweep")}),
    ("cancelTrainingSweep", {"id": identity("createTrainingSweep")}),
    ("createUpload", {"name": "weights.safetensors", "body": model_file("weights.safetensors")}, "weights"),
    ("createUpload", {"name": "model.json", "body": model_file("model.json")}, "spec"),
    ("importModel", {"body": IMPORTED, "dryRun": True}, "dry run", 200),
    ("importModel", {"body": IMPORTED}),
    ("averageModel", {"id": model, "body": example("averageModel")}),
    ("listModels", {}),
    ("getModel", {"id": ENCODER}),
    ("setModelAlias", {"id": model, "alias": "mine"}),
    ("removeModelAlias", {"id": model, "alias": "mine"}),
    ("exportModel", {"id": model, "format": "onnx", "weights": "raw"}),
    ("downloadModelFile", {"id": model, "name": "model.json"}),
    ("loadModel", {"body": example("loadModel", modelId=model)}),
    ("listServedModels", {}),
    (
        "createEncodings",
        {"body": example("createEncodings", items={"datasetId": dataset, "indices": lambda _: [0, 1]})},
    ),
    (
        "createEncodings",
        {
            "body": example(
                "createEncodings",
                modelId=artifact("averageModel", "mdl-"),
                items={"datasetId": dataset, "indices": lambda _: [0, 1]},
            )
        },
        "averaged",
    ),
    (
        "createReconstructions",
        {
            "body": example(
                "createReconstructions",
                modelId=model,
                items={"datasetId": dataset, "indices": lambda _: [0, 1]},
            )
        },
    ),
    ("infer", {"id": ENCODER, "body": SENT}),
    ("getInferenceServer", {}),
    ("getInferenceLiveness", {}),
    ("getInferenceReadiness", {}),
    ("getInferenceModel", {"id": ENCODER}),
    ("getInferenceModelReadiness", {"id": ENCODER}),
    ("getInferenceModelVersion", {"id": ENCODER, "version": version}),
    ("getInferenceModelVersionReadiness", {"id": ENCODER, "version": version}),
    ("inferVersion", {"id": ENCODER, "version": version, "body": SENT}),
    ("getInferenceIndex", {"body": example("getInferenceIndex")}),
    ("listTrajectories", {}),
    ("getTrajectories", {"id": codes}),
    ("sliceTrajectories", {"id": codes, "split": "test", "from": 3, "count": 2}),
    ("exportTrajectories", {"id": codes, "split": "test", "format": "csv"}),
    (
        "findNeighbours",
        {"id": codes, "body": example("findNeighbours", stages=lambda _: [{"t": 0.5, "keep": 3}])},
    ),
    ("listSamplingRuns", {}),
    ("getSamplingRun", {"id": identity("createSamplingRun")}),
    ("createSamplingRun", {"body": example("createSamplingRun", datasetId=dataset, modelId=model, sampler={"steps": 1000})}, "long"),
    ("cancelSamplingRun", {"id": identity("createSamplingRun long")}),
    (
        "createLikelihoods",
        {"body": example("createLikelihoods", datasetId=dataset, modelId=model, n=100, relativeTolerance=1e-9)},
    ),
    ("listLikelihoods", {}),
    ("getLikelihoods", {"id": identity("createLikelihoods")}),
    ("cancelLikelihoods", {"id": identity("createLikelihoods")}),
    ("createSampleEvaluation", {"body": example("createSampleEvaluation", datasetId=dataset, samplesId=samples, subsets=1000)}),
    ("listSampleEvaluations", {}),
    ("getSampleEvaluation", {"id": identity("createSampleEvaluation")}),
    ("cancelSampleEvaluation", {"id": identity("createSampleEvaluation")}),
    (
        "createSemiSupervisedRun",
        {
            "body": example(
                "createSemiSupervisedRun",
                datasetId=dataset,
                backbone={"depth": 10, "width": 16},
                labelsPerClass=1,
                training={
                    "supervisedSteps": 1000,
                    "rounds": 1000,
                    "stepsPerRound": 1000,
                    "batchSize": 8,
                    "pseudoLabels": {"propagation": {"neighbours": 2}},
                },
            )
        },
    ),
    ("listSemiSupervisedRuns", {}),
    ("getSemiSupervisedRun", {"id": identity("createSemiSupervisedRun")}),
    ("cancelSemiSupervisedRun", {"id": identity("createSemiSupervisedRun")}),
    ("createEvaluation", {"body": example("createEvaluation", trajectoriesId=codes, steps=4)}),
    ("listEvaluations", {}),
    ("getEvaluation", {"id": artifact("createEvaluation")}),
    ("createAnalysis", {"body": example("createAnalysis", trajectoriesId=codes)}),
    ("listAnalyses", {}),
    ("getAnalysis", {"id": artifact("createAnalysis")}),
    ("listStudyPresets", {}),
    ("createStudy", {"body": example("createStudy", datasetId=dataset)}),
    ("listStudies", {}),
    ("getStudy", {"id": identity("createStudy")}),
    ("cancelStudy", {"id": identity("createStudy")}),
    ("rerunStudy", {"id": studied("createStudy"), "body": example("rerunStudy")}),
    ("cancelStudy", {"id": identity("createStudy")}, "again"),
    ("createTrainingRun", {"body": example("createTrainingRun", **ENDLESS)}, "endless"),
    ("cancelJob", {"id": identity("createTrainingRun endless")}),
    ("listJobs", {"state": "succeeded"}),
    ("getJob", {"id": run}),
    ("streamJobEvents", {"id": identity("createDataset")}),
    ("listArtifacts", {"kind": "model"}),
    ("getArtifact", {"id": model}),
    ("downloadArtifactFile", {"id": model, "name": "model.json"}),
    ("getLineage", {"id": model}),
    ("getUsage", {}),
    ("search", {"q": "drawn"}),
    ("listAudit", {"limit": 3}, "", 200),
    ("listWebhooks", {}),
    ("getWebhook", {"id": identity("createWebhook")}),
    ("listWebhookDeliveries", {"id": identity("createWebhook")}),
    ("pingWebhook", {"id": identity("createWebhook")}),
    (
        "redeliverWebhookEvent",
        {"id": identity("createWebhook"), "eventId": lambda world: world["pingWebhook"]["eventId"]},
    ),
    ("deleteWebhook", {"id": identity("createWebhook")}),
    ("deleteUpload", {"id": identity("createUpload")}),
    ("listDeletions", {}),
    ("getDeletion", {"id": identity("createUpload")}),
    ("restoreDeletion", {"id": identity("createUpload")}),
    ("deleteUpload", {"id": identity("createUpload")}, "again"),
    ("eraseDeletion", {"id": identity("createUpload")}),
    ("deleteStudy", {"id": studied("createStudy"), "cascade": True}),
    ("deleteAnalysis", {"id": artifact("createAnalysis")}),
    ("deleteEvaluation", {"id": artifact("createEvaluation")}),
    ("deleteTrajectories", {"id": codes}),
    ("deleteSampleEvaluation", {"id": finished("createSampleEvaluation")}),
    ("deleteLikelihoods", {"id": finished("createLikelihoods")}),
    ("deleteSemiSupervisedRun", {"id": finished("createSemiSupervisedRun")}),
    ("deleteArtifact", {"id": samples}),
    ("deleteSamplingRun", {"id": finished("createSamplingRun long")}),
    ("deleteModel", {"id": model, "cascade": True}),
    ("deleteTrainingSweep", {"id": swept("createTrainingSweep"), "cascade": True}),
    ("deleteTrainingRun", {"id": finished("createTrainingRun")}),
    ("deleteJob", {"id": finished("createTrainingRun endless")}),
    ("createDataset", {"body": example("createDataset")}, "spare"),
    ("deleteDataset", {"id": artifact("createDataset spare")}),
]


def shows_many(operation, arguments):
    """Whether a call shows all that the caller may see."""
    return (operation.startswith("list") or operation in ("getUsage", "search")) and "id" not in arguments


def reaches_own(arguments, world):
    """Whether a call names something of this project; the reference models are everybody's."""
    text = str(resolved(arguments, world))
    return any(own in text for own in world.own)


class Strangers:
    """Everybody who is to be refused."""

    def __init__(self, world):
        self.world = world
        self.tries = 0
        self.nobody = Stranger(world, None)
        self.other = Stranger(world, os.environ["OTHER"])
        self.reader = Stranger(world, os.environ["READER"])
        for operation in ("listModels", "listArtifacts"):
            world.public |= ids(self.other.status(operation, {})[1])

    def let_in(self, operation, arguments):
        """Who got what was not theirs."""
        attempts = [("nobody", self.nobody, (401,))]
        if self.world.operations[operation][0] != "GET":
            attempts.append(("a reader", self.reader, (403,)))
        if operation not in EVERYBODYS and reaches_own(arguments, self.world):
            attempts.append(("another project", self.other, FORBIDDEN))
        wrong = []
        for who, stranger, refusals in attempts:
            self.tries += 1
            status, _ = stranger.status(operation, arguments)
            if status not in refusals:
                wrong.append(f"{who} got {status}")
        if shows_many(operation, arguments) and operation not in EVERYBODYS:
            self.tries += 1
            _, text = self.other.status(operation, arguments)
            wrong += [f"another project sees {seen}" for seen in self.world.own if seen in text][:1]
        return wrong


def main(document, command, with_strangers, all_unread):
    world = World(document, Driver(document, command))
    strangers = Strangers(world) if with_strangers else None
    failures, called, began = 0, set(), time.monotonic()
    for operation, arguments, *rest in CALLS:
        label = " ".join([operation, *rest[:1]])
        if operation not in world.operations:
            failures += 1
            print(f"A call of {operation}, which is not in the document")
            continue
        verb, path, _ = world.operations[operation]
        expected = rest[1] if len(rest) > 1 else world.promised(operation)
        called.add(operation)
        wrong = strangers.let_in(operation, arguments) if strangers else []
        if wrong:
            failures += 1
            print(f"        {label}: {'; '.join(wrong)}")
        try:
            unread = operation in all_unread or rest[:1] and rest[0] in all_unread
            status = world.answer(operation, label, arguments, bool(unread))
            told = str(status) if status == expected else f"{status}, not {expected}"
            missing = "" if unread else world.unreadable(operation, label, status)
            if missing:
                told += f", without {missing}"
        except Exception as problem:  # every call is to be seen, whatever became of this one
            told = f"{expected} expected: {type(problem).__name__}: {' '.join(str(problem).split())[:1000]}"
        failures += told != str(expected)
        print(f"{time.monotonic() - began:5.1f} s  {label:30} {verb:6} {path:45} {told}", flush=True)
    missing = sorted(world.operations.keys() - called)
    for operation in missing:
        verb, path, _ = world.operations[operation]
        print(f"No call of {operation}: {verb} {path}. CALLS of every_operation.py needs one.")
    tries = f", {strangers.tries} tries of strangers" if strangers else ""
    print(f"{len(called)} operations, {len(CALLS)} calls, {failures} wrong, {len(missing)} without call{tries}")
    return 1 if failures or missing else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--strangers", action="store_true")
    parser.add_argument("--unread", default="")
    parser.add_argument("document")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    words = parser.parse_args()
    with open(words.document, encoding="utf-8") as file:
        sys.exit(main(json.load(file), words.command, words.strangers, set(words.unread.split(","))))
