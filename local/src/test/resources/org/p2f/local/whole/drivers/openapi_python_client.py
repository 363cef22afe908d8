"""Drives the client of openapi-python-client; every_operation.py says how."""

import base64
import enum
import importlib
import inspect
import io
import json
import os
import pkgutil
import re
import sys
import typing

import p2f_client
from p2f_client import api, types


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def plain(name):
    """What is left of a name whatever a language makes of it."""
    return re.sub(r"\W|_", "", name).lower()


operations = {
    module.name.rsplit(".")[-1]: module.name
    for module in pkgutil.walk_packages(api.__path__, api.__name__ + ".")
    if not module.ispkg
}


def typed(hint, value):
    """A value of the type that the client takes."""
    for choice in typing.get_args(hint) or (hint,):
        if isinstance(value, bytes) and choice is types.File:
            return types.File(payload=io.BytesIO(value))
        if isinstance(value, str) and isinstance(choice, enum.EnumMeta):
            return choice(value)
        if isinstance(value, dict) and hasattr(choice, "from_dict") and not hasattr(choice, "to_multipart"):
            return choice.from_dict(value)
    return value


def untyped(value):
    """What of an answer goes into JSON."""
    if isinstance(value, types.File):
        return {"base64": base64.b64encode(value.payload.read()).decode()}
    if isinstance(value, list):
        return [untyped(one) for one in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def answer(line):
    method = importlib.import_module(operations[snake(line["operation"])]).sync_detailed
    hints = typing.get_type_hints(method)
    given = {plain(name): value for name, value in line["parameters"].items()}
    if "bytes" in line:
        given["body"] = base64.b64decode(line["bytes"])
    elif "body" in line:
        given["body"] = line["body"]
    arguments = {
        name: typed(hints[name], given[plain(name)])
        for name in inspect.signature(method).parameters
        if given.get(plain(name)) is not None
    }
    client = p2f_client.AuthenticatedClient(
        base_url=os.environ["URL"], token=line["token"], timeout=120
    )
    told = method(client=client, **arguments)
    if told.status_code >= 400:
        return {"status": told.status_code, "error": told.content.decode(errors="replace")}
    return {"status": told.status_code, "answer": untyped(told.parsed)}


for request in sys.stdin:
    try:
        reply = answer(json.loads(request))
    except Exception as problem:
        reply = {"error": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(reply), flush=True)
