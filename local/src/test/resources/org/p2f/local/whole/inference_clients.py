"""Asks a platform by the Open Inference Protocol as tritonclient and KServe's client do.

    inference_clients.py triton|kserve    with URL, GRPC (host and port), TOKEN and MODEL, which
                                          takes 3×16×16, in the environment

Prints a line for each check, and fails if one does. The two clients cannot be in one process: both
bring the protocol's messages.
"""

import asyncio
import os
import sys
import time
import traceback

import grpc
import httpx
import numpy as np

CLIENT = sys.argv[1]
if CLIENT == "triton":
    import tritonclient.grpc as triton_grpc
    import tritonclient.http as triton_http
    from tritonclient.utils import InferenceServerException
else:
    from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig

URL, GRPC, TOKEN, MODEL = (os.environ[name] for name in ("URL", "GRPC", "TOKEN", "MODEL"))
HOST = URL.removeprefix("http://")
HEADERS = {"Authorization": f"Bearer {TOKEN}"}  # copied for each call: tritonclient adds to them
METADATA = {"authorization": f"Bearer {TOKEN}"}
IMAGES = np.linspace(0, 1, 2 * 768, dtype=np.float32).reshape(2, 3, 16, 16)
TIMES = np.array([0, 0.25, 1], dtype=np.float32)

checks = []

if CLIENT == "triton":
    http = triton_http.InferenceServerClient(HOST, network_timeout=60)
    rpc = triton_grpc.InferenceServerClient(GRPC)


def check(function):
    if function.__name__.startswith(CLIENT):
        checks.append(function)
    return function


def tensors(library, images=IMAGES, times=TIMES, datatype="FP32", **how):
    inputs = []
    for name, array, kind in (("images", images, datatype), ("t", times, "FP32")):
        tensor = library.InferInput(name, list(array.shape), kind)
        tensor.set_data_from_numpy(array, **how)
        inputs.append(tensor)
    return inputs


def codes():
    """By plain JSON, which the others are compared with."""
    body = {
        "inputs": [
            {"name": "images", "shape": IMAGES.shape, "datatype": "FP32", "data": IMAGES.ravel().tolist()},
            {"name": "t", "shape": TIMES.shape, "datatype": "FP32", "data": TIMES.tolist()},
        ]
    }
    answer = httpx.post(f"{URL}/v2/models/{MODEL}/infer", json=body, headers=HEADERS, timeout=60)
    output = answer.raise_for_status().json()["outputs"][0]
    return np.array(output["data"], dtype=np.float32).reshape(output["shape"])


def same(got):
    np.testing.assert_allclose(got, codes(), rtol=1e-4, atol=1e-5)  # another batch sums otherwise


def refused(call, status, *words):
    try:
        call()
    except InferenceServerException as problem:
        assert problem.status() == status, problem
        for word in words:
            assert word in problem.message(), problem
        return
    raise AssertionError("It was not refused")


@check
def triton_http_tells_of_server_and_model():
    assert http.is_server_live(headers=dict(HEADERS)) and http.is_server_ready(headers=dict(HEADERS))
    assert "binary_tensor_data" in http.get_server_metadata(headers=dict(HEADERS))["extensions"]
    model = http.get_model_metadata(MODEL, headers=dict(HEADERS))
    version = model["versions"][0]
    assert [tensor["name"] for tensor in model["inputs"]] == ["images", "t"]
    assert model["inputs"][0]["shape"] == [-1, 3, 16, 16] and model["outputs"][0]["name"] == "z"
    assert http.get_model_metadata(MODEL, version, headers=dict(HEADERS)) == model
    assert http.is_model_ready(MODEL, headers=dict(HEADERS))
    assert http.is_model_ready(MODEL, version, headers=dict(HEADERS))
    assert not http.is_model_ready(MODEL, "1", headers=dict(HEADERS))
    index = http.get_model_repository_index(headers=dict(HEADERS))
    assert {"name": model["name"], "version": version, "state": "READY", "reason": ""} in index, index


@check
def triton_http_infers_binary_and_json():
    version = http.get_model_metadata(MODEL, headers=dict(HEADERS))["versions"][0]
    for binary in (True, False):
        for outputs in (None, [triton_http.InferRequestedOutput("z", binary_data=binary)]):
            answer = http.infer(
                MODEL, tensors(triton_http, binary_data=binary), version, outputs, "mine", headers=dict(HEADERS)
            )
            assert answer.get_response()["id"] == "mine"
            assert answer.get_response()["model_version"] == version
            same(answer.as_numpy("z"))


@check
def triton_http_infers_other_datatypes_and_compressed():
    levels = (IMAGES * 255).round().astype(np.uint8)
    floats = http.infer(MODEL, tensors(triton_http, (levels / 255).astype(np.float32)), headers=dict(HEADERS))
    answer = http.infer(MODEL, tensors(triton_http, levels, datatype="UINT8"), headers=dict(HEADERS))
    np.testing.assert_allclose(answer.as_numpy("z"), floats.as_numpy("z"), rtol=1e-3, atol=1e-4)
    half = IMAGES.astype(np.float16)
    answer = http.infer(MODEL, tensors(triton_http, half, datatype="FP16"), headers=dict(HEADERS))
    assert answer.as_numpy("z").shape == codes().shape
    answer = http.infer(
        MODEL,
        tensors(triton_http),
        headers=dict(HEADERS),
        request_compression_algorithm="gzip",
        response_compression_algorithm="gzip",
    )
    same(answer.as_numpy("z"))


@check
def triton_http_takes_parameters_and_async_calls():
    parameters = {"weights": "ema", "interpolation_grid": 8}
    answer = http.infer(MODEL, tensors(triton_http), headers=dict(HEADERS), parameters={"interpolation_grid": 8})
    assert answer.get_response()["parameters"]["interpolation_grid"] == 8
    refused(
        lambda: http.infer(MODEL, tensors(triton_http), headers=dict(HEADERS), parameters=parameters | {"weights": "best"}),
        "422",
        "parameters.weights: must be one of: raw, ema",
    )
    with triton_http.InferenceServerClient(HOST, concurrency=4) as several:
        waiting = [several.async_infer(MODEL, tensors(triton_http), headers=dict(HEADERS)) for _ in range(8)]
        for one in waiting:
            same(one.get_result().as_numpy("z"))


@check
def triton_http_is_told_what_is_wrong():
    refused(lambda: http.get_model_metadata("none", headers=dict(HEADERS)), "404", "No model 'none'")
    refused(lambda: http.get_model_metadata(MODEL, "1", headers=dict(HEADERS)), "404", "of version '1'")
    refused(lambda: http.infer("none", tensors(triton_http), headers=dict(HEADERS)), "404", "No model 'none'")
    refused(lambda: http.infer(MODEL, tensors(triton_http)), "401")
    assert not http.is_server_live()
    images, times = tensors(triton_http)
    refused(lambda: http.infer(MODEL, [images], headers=dict(HEADERS)), "422", "must have a tensor named t")
    refused(lambda: http.infer(MODEL, [images, times, times], headers=dict(HEADERS)), "422", "is a second 't'")
    wrong = [triton_http.InferRequestedOutput("y")]
    refused(lambda: http.infer(MODEL, [images, times], outputs=wrong, headers=dict(HEADERS)), "422", "a model gives z")
    classes = [triton_http.InferRequestedOutput("z", class_count=3)]
    refused(lambda: http.infer(MODEL, [images, times], outputs=classes, headers=dict(HEADERS)), "422", "classification")
    refused(lambda: http.infer(MODEL, [images, times], sequence_id=7, headers=dict(HEADERS)), "422", "sequence_id")
    small = tensors(triton_http, IMAGES[:, :, :8])
    refused(lambda: http.infer(MODEL, small, headers=dict(HEADERS)), "422", "the model takes [n, 3, 16, 16]")
    late = tensors(triton_http, times=np.array([1.5], dtype=np.float32))
    refused(lambda: http.infer(MODEL, late, headers=dict(HEADERS)), "422", "t[0]: must be in [0, 1], is 1.5")
    shared = triton_http.InferInput("t", [3], "FP32")
    shared.set_shared_memory("mine", 12)
    refused(lambda: http.infer(MODEL, [images, shared], headers=dict(HEADERS)), "422", "shared_memory_region")


@check
def triton_grpc_tells_of_server_and_model():
    assert rpc.is_server_live(headers=METADATA) and rpc.is_server_ready(headers=METADATA)
    assert rpc.get_server_metadata(headers=METADATA).name == "p2f"
    model = rpc.get_model_metadata(MODEL, headers=METADATA)
    assert list(model.inputs[0].shape) == [-1, 3, 16, 16]
    assert rpc.get_model_metadata(MODEL, model.versions[0], headers=METADATA) == model
    assert rpc.is_model_ready(MODEL, model.versions[0], headers=METADATA)
    index = rpc.get_model_repository_index(headers=METADATA).models
    assert (model.name, "READY") in [(one.name, one.state) for one in index], index


@check
def triton_grpc_infers():
    version = rpc.get_model_metadata(MODEL, headers=METADATA).versions[0]
    for outputs in (None, [triton_grpc.InferRequestedOutput("z")]):
        answer = rpc.infer(MODEL, tensors(triton_grpc), version, outputs, "mine", headers=METADATA)
        assert answer.get_response().id == "mine" and answer.get_response().model_version == version
        same(answer.as_numpy("z"))
    parameters = {"interpolation_grid": 8}
    answer = rpc.infer(MODEL, tensors(triton_grpc), headers=METADATA, parameters=parameters)
    assert answer.get_response().parameters["interpolation_grid"].int64_param == 8


@check
def triton_grpc_is_told_what_is_wrong():
    code = "StatusCode.{}".format
    refused(lambda: rpc.get_model_metadata("none", headers=METADATA), code("NOT_FOUND"), "No model 'none'")
    refused(lambda: rpc.get_model_metadata(MODEL, "1", headers=METADATA), code("NOT_FOUND"), "of version '1'")
    refused(lambda: rpc.infer(MODEL, tensors(triton_grpc)), code("UNAUTHENTICATED"))
    images, times = tensors(triton_grpc)
    invalid = code("INVALID_ARGUMENT")
    refused(lambda: rpc.infer(MODEL, [times], headers=METADATA), invalid, "a tensor named images")
    refused(lambda: rpc.infer(MODEL, [images, images, times], headers=METADATA), invalid, "a second 'images'")
    wrong = [triton_grpc.InferRequestedOutput("y")]
    refused(lambda: rpc.infer(MODEL, [images, times], outputs=wrong, headers=METADATA), invalid, "a model gives z")
    refused(lambda: rpc.infer(MODEL, [images, times], sequence_id=7, headers=METADATA), invalid, "sequence_id")
    refused(lambda: rpc.get_model_config(MODEL, headers=METADATA), code("UNIMPLEMENTED"))


def kserve_request(binary=False, **how):
    inputs = []
    for name, array in (("images", IMAGES), ("t", TIMES)):
        tensor = InferInput(name, list(array.shape), "FP32")
        tensor.set_data_from_numpy(array, binary_data=binary)
        inputs.append(tensor)
    return InferRequest(model_name=MODEL, infer_inputs=inputs, **how)


@check
def kserve_rest_client():
    async def calls():
        async with InferenceRESTClient(RESTConfig(protocol="v2", timeout=60)) as client:
            assert await client.is_server_live(URL, headers=dict(HEADERS)) is True
            assert await client.is_server_ready(URL, headers=dict(HEADERS)) is True
            assert await client.is_model_ready(URL, MODEL, headers=dict(HEADERS)) is True
            assert await client.is_model_ready(URL, "none", headers=dict(HEADERS)) is False
            for binary in (False, True):
                request = kserve_request(binary, request_id="mine")
                answer = await client.infer(URL, request, MODEL, headers=dict(HEADERS))
                assert answer.id == "mine"
                same(answer.outputs[0].as_numpy())
            parameters = {"binary_data_output": True}
            answer = await client.infer(URL, kserve_request(True, parameters=parameters), MODEL, headers=dict(HEADERS))
            same(answer.outputs[0].as_numpy())
            try:
                await client.infer(URL, kserve_request(), "none", headers=dict(HEADERS))
            except httpx.HTTPStatusError as problem:
                assert problem.response.status_code == 404 and str(problem).startswith("No model 'none'"), problem
            else:
                raise AssertionError("It was not refused")

    asyncio.run(calls())


@check
def kserve_grpc_client():
    async def calls():
        headers = tuple(METADATA.items())
        async with InferenceGRPCClient(GRPC) as client:
            assert await client.is_server_live(headers=headers) is True
            assert await client.is_server_ready(headers=headers) is True
            assert await client.is_model_ready(MODEL, headers=headers) is True
            for binary in (False, True):
                answer = await client.infer(kserve_request(binary), headers=headers)
                same(answer.outputs[0].as_numpy())
            try:
                await client.is_model_ready("none", headers=headers)
            except grpc.RpcError as problem:
                assert problem.code() is grpc.StatusCode.NOT_FOUND, problem
            else:
                raise AssertionError("It was not refused")

    asyncio.run(calls())


def loaded():
    """Whether the model is; asking has it loaded."""
    return httpx.get(f"{URL}/v2/models/{MODEL}/ready", headers=HEADERS, timeout=60).is_success


until = time.monotonic() + 120
while not loaded() and time.monotonic() < until:
    time.sleep(0.2)
wrong = 0
for one in checks:
    try:
        one()
        print(f"{one.__name__}: right", flush=True)
    except Exception:
        wrong += 1
        print(f"{one.__name__}: wrong\n{traceback.format_exc()}", flush=True)
print(f"{CLIENT}: {len(checks)} checks, {wrong} wrong")
sys.exit(1 if wrong else 0)
