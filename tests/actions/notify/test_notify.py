"""What each service is sent, what comes back of it, and what happens when it does not work."""

from __future__ import annotations

import pytest

from tests.actions.notify.conftest import REVIEWS, Action, Answer, Services

SLACK = {"slack_token": "xoxb-a-secret-token", "slack_channel": "C1"}
PAGERDUTY = {"pagerduty_routing_key": "R0UTINGKEY0123456789"}
MONDAY = {"monday_token": "a-monday-token", "monday_board": "7"}
RUN = "https://github.example.com/octo-org/octo-app/actions/runs/42"


@pytest.mark.row("I7a", "the notify action: one message for a run, updated by later steps")
def test_slack_gets_one_message_for_the_run(notify: Action, services: Services) -> None:
    ended = notify(event="started", version="1.4.0", **SLACK)
    sent = services.requests[0]
    assert ("/api/chat.postMessage", "Bearer xoxb-a-secret-token") == (sent.path, sent.headers["authorization"])
    assert {
        "channel": "C1",
        "unfurl_links": False,
        "unfurl_media": False,
        "text": "🚀 orders-api 1.4.0 is being deployed to production",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "🚀 *orders-api 1.4.0 is being deployed to production*"}},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": f"*Repository* octo-org/octo-app  ·  *By* octocat  ·  <{RUN}|Run>"}]},
        ],
    } == sent.content
    assert (0, "1700000000.000100", "C1") == (ended.code, ended.outputs["slack-ts"], ended.outputs["slack-channel"])


def test_a_later_step_updates_it(notify: Action, services: Services) -> None:
    ended = notify(event="promoted", slack_ts="1700000000.000100", **SLACK)
    assert ["/api/chat.update"] == services.paths()
    assert ("1700000000.000100", "1700000000.000100") == (services.requests[0].content["ts"], ended.outputs["slack-ts"])


@pytest.mark.row("E11c", "the notify action tells Slack of what was rolled back")
def test_what_went_wrong_is_also_said_aloud(notify: Action, services: Services) -> None:
    notify(event="rolled-back", slack_ts="1700000000.000100", **SLACK)
    assert ["/api/chat.update", "/api/chat.postMessage"] == services.paths()
    assert ("1700000000.000100", True) == (services.requests[1].content["thread_ts"], services.requests[1].content["reply_broadcast"])


def test_what_waits_for_a_person_is_also_said_aloud(notify: Action, services: Services) -> None:
    notify(event="waiting", slack_ts="1700000000.000100", **SLACK)
    assert ["/api/chat.update", "/api/chat.postMessage"] == services.paths()
    assert ("1700000000.000100", True) == (services.requests[1].content["thread_ts"], services.requests[1].content["reply_broadcast"])


def test_the_jobs_that_failed_or_were_stopped_are_named(notify: Action, services: Services) -> None:
    results = "Lint: failure\nUnit tests: cancelled\n\nScan: deep: failure\nPush image: skipped\nBuild image: success"
    notify(event="vulnerable", details="Digest sha256:0", results=results, **SLACK)
    sent = services.requests[0].content
    assert "🛡️ orders-api was stopped by a security scan on its way to production" == sent["text"]
    assert "Digest sha256:0\nFailed: Lint, Scan: deep\nStopped: Unit tests" == sent["blocks"][1]["text"]["text"]


@pytest.mark.parametrize(
    ("reviews", "paths", "said"),
    [
        ([("rejected", "production")], [], "🚫 orders-api was rejected for production"),
        ([("rejected", "staging")], ["/pd/enqueue"], "🔥 orders-api could not be deployed to production"),
        ([("rejected", "production"), ("approved", "production")], ["/pd/enqueue"], "🔥 orders-api could not be deployed to production"),
        ([], ["/pd/enqueue"], "🔥 orders-api could not be deployed to production"),
    ],
    ids=["here", "elsewhere", "in an earlier attempt", "nobody"],
)
def test_what_a_person_rejected_wakes_nobody(notify: Action, services: Services, reviews: list[tuple[str, str]], paths: list[str], said: str) -> None:
    known = [{"state": state, "environments": [{"name": place}], "user": {"login": "reviewer"}, "comment": ""} for state, place in reviews]
    services.planned[REVIEWS] = [Answer(body=known)]
    ended = notify(event="failed", token="ghs_secret", **SLACK, **PAGERDUTY)
    assert (0, [REVIEWS, *paths, "/api/chat.postMessage"]) == (ended.code, services.paths())
    assert ("Bearer ghs_secret", said) == (services.requests[0].headers["authorization"], services.requests[-1].content["text"])
    shown = [block["text"]["text"] for block in services.requests[-1].content["blocks"][1:] if "text" in block]
    assert (["Rejected by reviewer"] if not paths else []) == shown


@pytest.mark.parametrize("answer", [Answer(403, {"message": "no: ghs_secret"}), Answer(body={"message": "not a list"})], ids=["declined", "odd"])
def test_a_record_that_cannot_be_read_is_a_failure_as_it_was(notify: Action, services: Services, answer: Answer) -> None:
    services.planned[REVIEWS] = [answer]
    ended = notify(event="failed", token="ghs_secret", **PAGERDUTY)
    assert (0, [REVIEWS, "/pd/enqueue"]) == (ended.code, services.paths())
    assert "whether somebody rejected it is not known" in ended.log
    assert "ghs_secret" not in ended.log


def test_only_what_failed_can_have_been_rejected(notify: Action, services: Services) -> None:
    notify(event="rolled-back", token="ghs_secret", **PAGERDUTY)
    assert ["/pd/enqueue"] == services.paths()


def test_results_that_say_nothing_are_refused(notify: Action, services: Services) -> None:
    ended = notify(event="failed", results="Lint failure", **SLACK)
    assert (2, []) == (ended.code, services.requests)
    assert "results: has the line 'Lint failure', which is not like 'Lint: failure'" in ended.log


def test_a_message_that_is_gone_is_posted_anew(notify: Action, services: Services) -> None:
    services.planned["/api/chat.update"] = [Answer(body={"ok": False, "error": "message_not_found"})]
    assert 0 == notify(event="promoted", slack_ts="1.2", **SLACK).code
    assert ["/api/chat.update", "/api/chat.postMessage"] == services.paths()


def test_nothing_in_a_text_calls_people_or_links(notify: Action, services: Services) -> None:
    notify(event="alert", details="<!channel> & <https://evil.example.com|here>", **SLACK)
    block = services.requests[0].content["blocks"][1]["text"]["text"]
    assert "&lt;!channel&gt; &amp; &lt;https://evil.example.com|here&gt;" == block


def test_a_webhook_is_never_shown(notify: Action, services: Services) -> None:
    services.planned["/hooks/secret-part"] = [Answer(404, "no_service")]
    ended = notify(event="started", slack_webhook_url=f"{services.url}/hooks/secret-part")
    assert (0, ["/hooks/secret-part"]) == (ended.code, services.paths())
    assert "slack: failed, Slack's webhook answered HTTP 404 no_service" in ended.log
    assert "secret-part" not in ended.log + ended.summary + str(ended.report)


@pytest.mark.row("E11c", "the notify action opens an incident at PagerDuty")
@pytest.mark.parametrize(
    ("event", "severity"),
    [("failed", "error"), ("rolled-back", "warning"), ("rollback-failed", "critical"), ("alert", "warning"), ("vulnerable", "error")],
)
def test_pagerduty_opens_an_incident(notify: Action, services: Services, event: str, severity: str) -> None:
    ended = notify(event=event, version="1.4.0", details="p95 900 ms", links='{"Dashboard": "https://grafana.example.com/d/1"}', **PAGERDUTY)
    (sent,) = services.requests
    assert ("/pd/enqueue", "trigger", "octo-org/octo-app/orders-api/production") == (
        sent.path,
        sent.content["event_action"],
        sent.content["dedup_key"],
    )
    payload = sent.content["payload"]
    assert (severity, "orders-api", "production") == (payload["severity"], payload["component"], payload["group"])
    assert {"version": "1.4.0", "environment": "production", "by": "octocat", "details": "p95 900 ms"} == payload["custom_details"]
    assert [{"href": RUN, "text": "Run"}, {"href": "https://grafana.example.com/d/1", "text": "Dashboard"}] == sent.content["links"]
    assert "octo-org/octo-app/orders-api/production" == ended.outputs["pd-dedup-key"]


def test_a_good_release_resolves_it_and_is_a_change(notify: Action, services: Services) -> None:
    notify(event="promoted", dedup_key="ours", **PAGERDUTY)
    assert ["/pd/enqueue", "/pd/change/enqueue"] == services.paths()
    assert {"routing_key": "R0UTINGKEY0123456789", "event_action": "resolve", "dedup_key": "ours"} == services.requests[0].content


def test_a_start_wakes_nobody(notify: Action, services: Services) -> None:
    notify(event="started", **PAGERDUTY)
    assert ["/pd/change/enqueue"] == services.paths()


@pytest.mark.row("I7b", "the notify action: one item for each service and environment")
def test_monday_has_one_item_for_a_service_in_an_environment(notify: Action, services: Services) -> None:
    columns = '{"status": "status_1", "version": "text_4", "date": "date_2"}'
    first = notify(event="started", version="1.4.0", monday_columns=columns, **MONDAY)
    second = notify(event="promoted", version="1.4.0", monday_columns=columns, **MONDAY)
    third = notify(event="promoted", version="1.5.0", monday_columns=columns, monday_item="900", **MONDAY)
    assert ({"orders-api · production": "900"}, ["900"] * 3) == (services.items, [one.outputs["monday-item"] for one in (first, second, third)])
    kinds = [
        next(word for word in ("items_page", "create_item", "change_multiple", "create_update") if word in one.content["query"])
        for one in services.requests
    ]
    assert [
        "items_page",
        "create_item",
        "create_update",
        "items_page",
        "change_multiple",
        "create_update",
        "change_multiple",
        "create_update",
    ] == kinds
    values = services.requests[1].content["variables"]["values"]
    assert '{"status_1": {"label": "Started"}, "text_4": "1.4.0", "date_2": {"date": "2026-11-18"}}' == values
    assert ("a-monday-token", "2025-10") == (services.requests[0].headers["authorization"], services.requests[0].headers["api-version"])


def test_mondays_own_errors_are_told(notify: Action, services: Services) -> None:
    services.planned["/monday"] = [Answer(body={"errors": [{"message": "Board not found"}], "data": None})]
    ended = notify(event="started", **MONDAY)
    assert (0, "failed") == (ended.code, ended.outputs["outcome"])
    assert "monday: failed, Monday answered HTTP 200 Board not found" in ended.log


def test_one_that_fails_keeps_the_others(notify: Action, services: Services) -> None:
    services.planned["/pd/enqueue"] = [
        Answer(400, {"status": "invalid event", "errors": ["Length of 'routing_key' is incorrect (should be 32 characters)"]})
    ]
    ended = notify(event="failed", **PAGERDUTY, **SLACK, **MONDAY)
    assert [("pagerduty", "failed"), ("slack", "sent"), ("monday", "sent")] == [(one["channel"], one["result"]) for one in ended.report["channels"]]
    assert 0 == ended.code
    assert "::warning title=notify::pagerduty was not told: PagerDuty answered HTTP 400 Length of 'routing_key' is incorrect" in ended.log


def test_it_fails_the_step_when_asked(notify: Action, services: Services) -> None:
    services.planned["/api/chat.postMessage"] = [Answer(body={"ok": False, "error": "not_in_channel"})]
    ended = notify(event="failed", fail_on_error="true", **SLACK)
    assert 1 == ended.code
    assert "::error title=notify::slack was not told: Slack says not_in_channel: invite the app to the channel" in ended.log


def test_a_limit_is_kept_to(notify: Action, services: Services) -> None:
    services.planned["/api/chat.postMessage"] = [Answer(429, {}, {"Retry-After": "7"}), Answer(body={"ok": True, "ts": "1.2", "channel": "C1"})]
    ended = notify(event="started", **SLACK)
    assert (0, [7.0], "1.2") == (ended.code, ended.slept, ended.outputs["slack-ts"])


def test_a_server_that_fails_is_asked_again(notify: Action, services: Services) -> None:
    services.planned["/pd/change/enqueue"] = [Answer(500, {}), Answer(503, {}), Answer(202, {})]
    ended = notify(event="started", **PAGERDUTY)
    assert ("passed", [0.5, 1.0], 3) == (ended.outputs["outcome"], ended.slept, len(services.requests))


def test_what_may_have_arrived_is_not_posted_twice(notify: Action, services: Services) -> None:
    services.planned["/api/chat.postMessage"] = [Answer(500, {})]
    ended = notify(event="started", **SLACK)
    assert (0, 1, []) == (ended.code, len(services.requests), ended.slept)
    assert "HTTP 500, after 1 try" in ended.log


def test_a_server_that_never_answers_ends_in_time(notify: Action, services: Services) -> None:
    services.planned["/pd/change/enqueue"] = [Answer(0)]
    ended = notify(event="started", **PAGERDUTY)
    assert (0, "failed", 4) == (ended.code, ended.outputs["outcome"], len(services.requests))
    assert "the connection was closed without an answer, after 4 tries" in ended.log


def test_a_secret_that_comes_back_is_hidden(notify: Action, services: Services) -> None:
    services.planned["/pd/change/enqueue"] = [Answer(400, {"errors": ["bad key R0UTINGKEY0123456789"]})]
    ended = notify(event="started", **PAGERDUTY)
    assert "R0UTINGKEY0123456789" not in ended.log + ended.summary + str(ended.report)
    assert "bad key ***" in ended.log


def test_without_credentials_nobody_is_told(notify: Action, services: Services) -> None:
    ended = notify(event="started")
    assert (0, [], "nobody to tell: no channel has its credentials") == (ended.code, services.requests, ended.log)


def test_a_dry_run_tells_nobody(notify: Action, services: Services) -> None:
    ended = notify(event="promoted", dry_run="true", **SLACK, **PAGERDUTY)
    assert (0, []) == (ended.code, services.requests)
    assert "slack: skipped, dry run: would say that orders-api is live in production" in ended.log


def test_all_that_is_wrong_with_the_inputs_is_said(notify: Action, services: Services) -> None:
    ended = notify(event="exploded", environment="", slack_token="x", monday_board="b1", links="[]", monday_columns='{"colour": "c"}')
    assert (2, []) == (ended.code, services.requests)
    assert [
        "event: 'exploded' is none of started, waiting, promoted, rejected, failed, rolled-back, rollback-failed, alert, vulnerable",
        'links: is no JSON object of texts, such as {"Dashboard": "https://…"}',
        "environment: is missing; the message is about it",
        "slack-channel: is missing: slack-token needs the channel's ID, such as C0123456789",
        "monday-columns: 'colour' is not known; there are status, version, environment, url, date",
        "monday-board: 'b1' is no ID, which is a number: the last one in its address",
    ] == [line.partition("input::")[2] for line in ended.log.splitlines()]
