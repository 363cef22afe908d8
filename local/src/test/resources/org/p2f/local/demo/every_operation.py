"""Calls every operation of an API document through the Python client that was generated from it.

    every_operation.py DOCUMENT        with URL and tokens in the environment: TOKEN of who does all
                                       of it, ADMIN, OTHER of another project, READER without run

Prints operations and statuses. Fails where an operation has no call in CALLS, where the status is
not the one that the document promises, and where the client cannot read the answer. Before each call
it is tried without a token, without the scope, and by a member of another project: all three are to
be refused, and what others list is to name nothing of this project.
"""

import inspect
import json
import os
import re
import sys
import time

import p2f_client

PATIENCE = 150  # seconds that a job may take on a busy machine
FINAL = {"succeeded", "failed", "cancelled"}


# Read by everybody, or of nothing but what the caller sends.
EVERYBODYS = {
    "listPresets", "getPreset", "createUpload", "previewDataset", "createDataset", "listStudyPresets",
    "getInferenceServer", "getInferenceLiveness", "getInferenceReadiness", "listAudit",
}
FORBIDDEN = (401, 403, 404, 409, 422)


class Stranger:
    """The same calls with another token, or none."""

    def __init__(self, world, token):
        host = os.environ["URL"]
        self.world = world
        self.client = p2f_client.ApiClient(p2f_client.Configuration(host=host, access_token=token))
        self.methods = methods(self.client)

    def status(self, operation, arguments):
        """What a call is answered with, and the answer's text."""
        try:
            answer = self.methods[snake(operation) + "_with_http_info"](
                **self.world.given(operation, arguments)
            )
            return answer.status_code, bytes(answer.raw_data or b"").decode(errors="replace")
        except p2f_client.ApiException as refused:
            return refused.status, str(refused.body)


def methods(client):
    apis = [
        api(client)
        for name, api in vars(p2f_client).items()
        if inspect.isclass(api) and name.endswith("Api")
    ]
    return {name: method for api in apis for name, method in inspect.getmembers(api, inspect.ismethod)}


def ids(text):
    """The ids of things that a text names."""
    return set(re.findall(r"\b[a-z]{2,3}-01\w{24}\b", text))


class World:
    """What has been answered so far, by the calls' labels."""

    def __init__(self, document, client):
        self.operations = {
            operation["operationId"]: (verb.upper(), path, operation)
            for path, verbs in document["paths"].items()
            for verb, operation in verbs.items()
        }
        self._methods = methods(client)
        self._answers = {}
        self.own = set()  # ids of what this project has
        self.public = set()  # ids of what is everybody's

    def __getitem__(self, label):
        """The answer of an earlier call."""
        return self._answers[label]

    def promised(self, operation):
        """The status that a client takes for the usual one: the lowest that means success."""
        return min(int(s) for s in self.operations[operation][2]["responses"] if re.match(r"2\d\d", s))

    def answer(self, operation, label, arguments):
        """The status of a call; its body is kept."""
        method = self._methods[snake(operation) + "_with_http_info"]
        answer = method(**self.given(operation, arguments))
        self._answers[label] = answer.data
        self.own |= ids(str(answer.data)) - self.public
        return answer.status_code

    def given(self, operation, arguments):
        """The arguments of a call, by the names that the client has for them."""
        method = self._methods[snake(operation) + "_with_http_info"]
        given = {name: resolved(value, self) for name, value in arguments.items()}
        if "body" in given:
            body = given.pop("body")
            given[body_name(method, self.operations[operation][2])] = body
        return given

    def example(self, operation):
        content = self.operations[operation][2]["requestBody"]["content"]
        return content["application/json"]["example"]

    def ended(self, read, final=FINAL):
        """What is read, once its state is final."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            thing = read()
            if getattr(thing, "job", thing).state in final:
                return thing
            time.sleep(0.2)
        raise TimeoutError(f"Not ended after {PATIENCE} s: {thing}")

    def artifact(self, label, kind):
        """The artifact of a job that an earlier call has started, by what its id begins with."""
        started = self[label]
        identity = getattr(started, "job", started).id
        job = self.ended(lambda: self._methods["get_job"](id=identity))
        if job.state != "succeeded":
            raise RuntimeError(f"{label}: {job.state}, {job.failure}")
        self.own.update(job.artifacts)
        return next(made for made in job.artifacts if made.startswith(kind))


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def body_name(method, operation):
    """The one argument that is no parameter of the document."""
    told = {re.sub(r"\W", "_", snake(p["name"])).lower() for p in operation.get("parameters", [])}
    left = [
        name
        for name in inspect.signature(method).parameters
        if not name.startswith("_") and name.removeprefix("var_") not in told
    ]
    assert len(left) == 1, left
    return left[0]


def resolved(value, world):
    if callable(value):
        return value(world)
    if isinstance(value, dict):
        return {name: resolved(inner, world) for name, inner in value.items()}
    return value


def artifact(label, kind=""):
    return lambda world: world.artifact(label, kind)


def identity(label):
    return lambda world: world[label].id


def example(operation, **fields):
    """The document's own example, with what is of this platform in its place."""
    return lambda world: world.example(operation) | resolved(fields, world)


def studied(label):
    """A study's id, once it has ended."""
    return lambda world: world.ended(lambda: world._methods["get_study"](id=world[label].id)).id


def finished(label):
    """A job's id, once it has ended."""
    return lambda world: world.ended(
        lambda: world._methods["get_job"](id=getattr(world[label], "job", world[label]).id)
    ).id


def model_file(name):
    """A file of the trained model."""
    return lambda world: bytes(world._methods["download_model_file"](id=resolved(model, world), name=name))


dataset, model = artifact("createDataset"), artifact("createTrainingRun", "mdl-")
run, codes, samples = identity("createTrainingRun"), artifact("createTrajectories"), artifact("createSamplingRun")
ENCODER = "synthetic-vdrl"
TINY = {"datasetId": dataset, "steps": 4, "batchSize": 8}
KEPT = ("keepEverySteps", "sampleEverySteps", "sampleImages", "sampleSteps")  # too many of them
ENDLESS = TINY | {"steps": 1_000_000, "name": "cancelled soon"}

IMPORTED = example("importModel", weightsId=identity("createUpload weights"), specId=identity("createUpload spec"))

# (operation, arguments by their Python names[, what distinguishes it from other calls of it
# [, status where it is not the promised one]]), in this order: later ones use earlier answers.
CALLS = [
    ("listPresets", {}),
    ("getPreset", {"name": "tiny"}),
    ("createUpload", {"name": "notes.txt", "body": b"hello"}),
    ("listUploads", {}),
    ("getUpload", {"id": identity("createUpload")}),
    ("previewDataset", {"body": example("previewDataset")}),
    ("createDataset", {"body": example("createDataset"), "dry_run": True}, "dry run", 200),
    ("createDataset", {"body": example("createDataset")}),
    ("listDatasets", {"limit": 5}),
    ("getDataset", {"id": dataset}),
    ("getDatasetImage", {"id": dataset, "index": 0, "t": 0.3, "seed": 1}),
    ("planTrainingRun", {"body": example("planTrainingRun", **TINY)}),
    ("createTrainingRun", {"body": example("createTrainingRun", **TINY), "dry_run": True}, "dry run", 200),
    (
        "createTrainingRun",
        {
            "body": example(
                "createTrainingRun",
                **TINY,
                probeEverySteps=2,
                keepEverySteps=2,
                sampleEverySteps=2,
                sampleImages=2,
                sampleSteps=2,
            )
        },
    ),
    ("createTrajectories", {"body": example("createTrajectories", datasetId=dataset, grid=2)}),
    ("createSamplingRun", {"body": example("createSamplingRun", datasetId=dataset, modelId=model, n=4, steps=2)}),
    ("listTrainingRuns", {}),
    ("getTrainingRun", {"id": run}),
    ("getTrainingRequest", {"id": run}),
    ("getTrainingMetrics", {"id": run, "points": 2}),
    ("getTrainingProbes", {"id": run}),
    ("getHeldOutLosses", {"id": run}),
    ("exportTrainingEvents", {"id": run}),
    ("listTrainingCheckpoints", {"id": run}),
    ("listTrainingSamples", {"id": run}),
    ("getTrainingSamples", {"id": run, "step": 2}),
    ("cloneTrainingRun", {"id": run, "body": example("cloneTrainingRun"), "dry_run": True}, "dry run", 200),
    ("cloneTrainingRun", {"id": run, "body": {"steps": 1_000_000} | dict.fromkeys(KEPT)}),
    ("cancelTrainingRun", {"id": identity("cloneTrainingRun"), "keep": "discard"}),
    ("createTrainingSweep", {"body": example("createTrainingSweep", run=example("createTrainingRun", **ENDLESS))}),
    ("listTrainingSweeps", {}),
    ("getTrainingSweep", {"id": identity("createTrainingSweep")}),
    ("cancelTrainingSweep", {"id": identity("createTrainingSweep")}),
    ("createUpload", {"name": "weights.safetensors", "body": model_file("weights.safetensors")}, "weights"),
    ("createUpload", {"name": "model.json", "body": model_file("model.json")}, "spec"),
    ("importModel", {"body": IMPORTED, "dry_run": True}, "dry run", 200),
    ("importModel", {"body": IMPORTED}),
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
        "infer",
        {
            "id": ENCODER,
            "body": lambda world: {
                "inputs": [
                    {"name": "images", "shape": [1, 3, 16, 16], "datatype": "FP32", "data": [0.5] * 768},
                    {"name": "t", "shape": [2], "datatype": "FP32", "data": [0, 1]},
                ]
            },
        },
    ),
    ("getInferenceServer", {}),
    ("getInferenceLiveness", {}),
    ("getInferenceReadiness", {}),
    ("getInferenceModel", {"id": ENCODER}),
    ("getInferenceModelReadiness", {"id": ENCODER}),
    ("listTrajectories", {}),
    ("getTrajectories", {"id": codes}),
    ("sliceTrajectories", {"id": codes, "split": "test", "var_from": 3, "count": 2}),
    ("exportTrajectories", {"id": codes, "split": "test", "format": "csv"}),
    (
        "findNeighbours",
        {"id": codes, "body": example("findNeighbours", stages=lambda _: [{"t": 0.5, "keep": 3}])},
    ),
    ("listSamplingRuns", {}),
    ("getSamplingRun", {"id": identity("createSamplingRun")}),
    ("createSamplingRun", {"body": example("createSamplingRun", datasetId=dataset, modelId=model, steps=1000)}, "long"),
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
    ("deleteArtifact", {"id": samples}),
    ("deleteSamplingRun", {"id": finished("createSamplingRun long")}),
    ("deleteModel", {"id": model, "cascade": True}),
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


def brief(problem):
    """The problem that was answered, if one was; without its headers."""
    return " ".join(str(getattr(problem, "body", None) or problem).split())[:1000]


def main(document):
    configuration = p2f_client.Configuration(host=os.environ["URL"], access_token=os.environ["TOKEN"])
    with p2f_client.ApiClient(configuration) as client:
        world = World(document, client)
        nobody, other = Stranger(world, None), Stranger(world, os.environ["OTHER"])
        reader, admin = Stranger(world, os.environ["READER"]), Stranger(world, os.environ["ADMIN"])
        intrusions = 0
        for operation in ("listModels", "listArtifacts"):
            world.public |= ids(other.status(operation, {})[1])
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
            wrong = []
            attempts = [("nobody", nobody, (401,))]
            if verb != "GET":
                attempts.append(("a reader", reader, (403,)))
            if operation not in EVERYBODYS and reaches_own(arguments, world):
                attempts.append(("another project", other, FORBIDDEN))
            for who, stranger, refusals in attempts:
                intrusions += 1
                status, text = stranger.status(operation, arguments)
                if status not in refusals:
                    wrong.append(f"{who} got {status}")
            if shows_many(operation, arguments) and operation not in EVERYBODYS:
                intrusions += 1
                _, text = other.status(operation, arguments)
                wrong += [f"another project sees {seen}" for seen in world.own if seen in text][:1]
            if wrong:
                failures += 1
                print(f"        {label}: {'; '.join(wrong)}")
            try:
                if operation == "listAudit":
                    status, _ = admin.status(operation, arguments)
                else:
                    status = world.answer(operation, label, arguments)
                told = str(status) if status == expected else f"{status}, not {expected}"
            except Exception as problem:  # every call is to be seen, whatever became of this one
                told = f"{expected} expected: {type(problem).__name__}: {brief(problem)}"
            failures += told != str(expected)
            print(f"{time.monotonic() - began:5.1f} s  {label:30} {verb:6} {path:45} {told}", flush=True)
        missing = sorted(world.operations.keys() - called)
        for operation in missing:
            verb, path, _ = world.operations[operation]
            print(f"No call of {operation}: {verb} {path}. CALLS of every_operation.py needs one.")
    print(f"{len(called)} operations, {len(CALLS)} calls, {failures} wrong, {len(missing)} without call, {intrusions} tries of strangers")
    return 1 if failures or missing else 0


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(main(json.load(file)))
