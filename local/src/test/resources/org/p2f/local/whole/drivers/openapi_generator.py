"""Drives the client of openapi-generator for Python; every_operation.py says how."""

import base64
import inspect
import json
import os
import re
import sys

import p2f_client


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def plain(name):
    """What is left of a name whatever a language makes of it."""
    return re.sub(r"\W|_", "", name.removeprefix("var_")).lower()


configuration = p2f_client.Configuration(host=os.environ["URL"])
client = p2f_client.ApiClient(configuration)
methods = {
    name: method
    for api in vars(p2f_client).values()
    if inspect.isclass(api) and api.__name__.endswith("Api")
    for name, method in inspect.getmembers(api(client), inspect.ismethod)
}


def answer(line):
    configuration.access_token = line["token"]
    method = methods[snake(line["operation"]) + "_with_http_info"]
    given = {plain(name): value for name, value in line["parameters"].items()}
    arguments = {}
    for name in inspect.signature(method).parameters:
        if plain(name) in given:
            arguments[name] = given[plain(name)]
        elif not name.startswith("_"):
            arguments[name] = base64.b64decode(line["bytes"]) if "bytes" in line else line.get("body")
    told = method(**{name: value for name, value in arguments.items() if value is not None})
    data = told.data
    if isinstance(data, (bytes, bytearray)):
        return told.status_code, {"base64": base64.b64encode(data).decode()}
    return told.status_code, client.sanitize_for_serialization(data)


for request in sys.stdin:
    try:
        status, told = answer(json.loads(request))
        reply = {"status": status, "answer": told}
    except p2f_client.ApiException as refused:
        reply = {"status": refused.status, "error": str(refused.body)}
    except Exception as problem:
        reply = {"error": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(reply), flush=True)
