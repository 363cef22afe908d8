"""Retries, problems and pages, against a real socket."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import islice

import pytest
from conftest import Answer, Broken, Stub

from p2f import NotConnected, Problem
from p2f._transport import Transport, new_key, retry_after

BUSY = Answer.problem(429, "queue-full", headers={"Retry-After": "3"})
NOW = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


def test_a_project_is_named_in_every_call_and_none_without(stub: Stub):
    stub.on("GET", "/v1/x", {})
    for project in ("birds", None):
        transport = Transport(stub.url, "t", project=project)
        transport.json("GET", "/v1/x")
        assert stub.requests[-1].headers.get("P2F-Project") == project
        transport.close()


def test_a_busy_platform_is_asked_again_after_what_it_says(stub: Stub, transport, pauses):
    stub.on("POST", "/v1/x", BUSY, BUSY, {"done": True})
    assert transport.json("POST", "/v1/x", body={}) == {"done": True}
    assert pauses == [3, 3]


def test_without_retry_after_pauses_double_up_to_a_bound(stub: Stub, transport, pauses):
    stub.on("GET", "/v1/x", *[Answer.problem(503, "unavailable")] * 6, {})
    transport.json("GET", "/v1/x")
    for attempt, pause in enumerate(pauses):
        whole = min(8.0, 0.5 * 2**attempt)
        assert whole / 2 <= pause <= whole
    assert len(pauses) == 6


def test_patience_ends_with_the_problem(stub: Stub, transport, pauses):
    stub.on("GET", "/v1/x", BUSY)
    with pytest.raises(Problem, match="queue-full"):
        transport.json("GET", "/v1/x")
    assert sum(pauses) == 30  # ten pauses of three seconds fill the fixture's patience


def test_a_pause_longer_than_patience_is_not_begun(stub: Stub, transport, pauses):
    stub.on("GET", "/v1/x", Answer.problem(503, "draining", headers={"Retry-After": "31"}), {})
    with pytest.raises(Problem):
        transport.json("GET", "/v1/x")
    assert pauses == []


@pytest.mark.parametrize(
    "failure",
    [Answer(502), Answer.problem(504, "deadline-passed"), Broken, Answer(200, b"{}", missing=9)],
    ids=["502", "504", "no answer", "half an answer"],
)
def test_what_may_have_been_done_is_repeated_only_if_that_is_harmless(
    stub: Stub, transport, failure
):
    stub.on("GET", "/v1/x", failure, {"n": 2})
    stub.on("POST", "/v1/x", failure, {"n": 2})
    assert transport.json("GET", "/v1/x") == {"n": 2}
    with pytest.raises((Problem, NotConnected)):
        transport.json("POST", "/v1/x", body={})
    assert len(stub.asked("POST", "/v1/x")) == 1


def test_a_keyed_request_is_repeated_with_the_same_key(stub: Stub, transport):
    stub.on("POST", "/v1/x", Broken, Answer(502), {"n": 3})
    assert transport.json("POST", "/v1/x", body={}, idempotency_key=new_key()) == {"n": 3}
    keys = [request.headers["Idempotency-Key"] for request in stub.asked("POST", "/v1/x")]
    assert len(keys) == 3 and len(set(keys)) == 1


def test_a_key_that_is_in_flight_is_waited_for(stub: Stub, transport, pauses):
    in_flight = Answer.problem(409, "idempotency-key-in-flight", headers={"Retry-After": "1"})
    stub.on("POST", "/v1/x", in_flight, {"id": "trn-1"})
    assert transport.json("POST", "/v1/x", body={}, idempotency_key="k") == {"id": "trn-1"}
    assert pauses == [1]


def test_a_refusal_is_not_repeated_and_names_its_fields(stub: Stub, transport):
    errors = [{"field": "t", "message": "must lie in [0, 1]"}, {"field": "n", "message": "unknown"}]
    stub.on("GET", "/v1/x", Answer.problem(422, "invalid-request", "t: …", errors=errors))
    with pytest.raises(Problem) as caught:
        transport.json("GET", "/v1/x")
    problem = caught.value
    assert (problem.type, problem.status, problem.correlation_id) == ("invalid-request", 422, "c-1")
    assert [(e.field, e.message) for e in problem.errors] == [
        ("t", "must lie in [0, 1]"),
        ("n", "unknown"),
    ]
    assert "t: must lie in [0, 1]" in str(problem)
    assert len(stub.requests) == 1


def test_an_error_that_is_no_problem_is_told_by_its_status(stub: Stub, transport):
    stub.on("GET", "/v1/x", Answer(404, b"<html>", {"X-Correlation-Id": "c-9"}))
    with pytest.raises(Problem, match="404") as caught:
        transport.json("GET", "/v1/x")
    assert caught.value.correlation_id == "c-9"


def test_problems_survive_pickling(stub: Stub, transport):
    stub.on("GET", "/v1/x", Answer.problem(404, "unknown-model", "No model 'y'"))
    with pytest.raises(Problem) as caught:
        transport.json("GET", "/v1/x")
    assert vars(pickle.loads(pickle.dumps(caught.value))) == vars(caught.value)


def test_pages_are_read_as_they_are_needed(stub: Stub, transport):
    def page(request):
        start = int(dict(request.query).get("cursor", 0))
        more = {"nextCursor": str(start + 2)} if start < 4 else {}
        return {"items": [{"n": start}, {"n": start + 1}]} | more

    stub.on("GET", "/v1/list", page)
    assert [one["n"] for one in islice(transport.pages("/v1/list"), 3)] == [0, 1, 2]
    assert len(stub.requests) == 2
    assert [one["n"] for one in transport.pages("/v1/list")] == [0, 1, 2, 3, 4, 5]


def test_the_token_is_sent_and_parameters_are_written_as_the_api_reads_them(stub: Stub, transport):
    stub.on("GET", "/v1/x", {})
    transport.json("GET", "/v1/x", query={"t": [0.0, 0.5], "dryRun": True, "none": None})
    (request,) = stub.requests
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.query == [("t", "0.0"), ("t", "0.5"), ("dryRun", "true")]


def test_a_place_where_nothing_listens_is_told(pauses):
    nowhere = Transport("http://127.0.0.1:9", None, patience=5, sleep=pauses.append)
    nowhere._clock = lambda: sum(pauses)
    with pytest.raises(NotConnected, match=r"127\.0\.0\.1:9"):
        nowhere.json("POST", "/v1/x", body={})
    assert pauses  # it may just be starting


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0),
        ("soon", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert retry_after(header, NOW) == seconds
