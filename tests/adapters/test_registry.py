"""Digests from a registry on loopback: the anonymous token, what is asked, and what each failure becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from synth.adapters.registry import Name, Registries
from synth.ports import Images, NotFoundError, OutsideError, RateLimitedError, RefusedError, UnreachableError
from tests.actions.verify_health.servers import nobody
from tests.adapters.registry import Registry, serving
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving(Registry()) as registry:
        yield registry


@pytest.fixture
def images() -> Iterator[Images]:
    with Registries(backoff_seconds=0) as images:
        yield images


def refusal(kind: type[OutsideError], ask: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        ask()
    assert kind is type(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("python:3.12", "https://registry-1.docker.io/v2/library/python/manifests/3.12"),
        ("docker://alpine", "https://registry-1.docker.io/v2/library/alpine/manifests/latest"),
        ("grafana/k6:1.2", "https://registry-1.docker.io/v2/grafana/k6/manifests/1.2"),
        ("docker.io/library/redis:7", "https://registry-1.docker.io/v2/library/redis/manifests/7"),
        ("ghcr.io/owner/name/deep:v1", "https://ghcr.io/v2/owner/name/deep/manifests/v1"),
        ("public.ecr.aws/docker/library/node:24", "https://public.ecr.aws/v2/docker/library/node/manifests/24"),
        ("registry.example:5000/a:b", "https://registry.example:5000/v2/a/manifests/b"),
        ("localhost:5000/a:b", "http://localhost:5000/v2/a/manifests/b"),
        ("localhost/a", "http://localhost/v2/a/manifests/latest"),
    ],
)
def test_a_name_is_read_as_docker_reads_it(image: str, url: str) -> None:
    assert url == Name.of(image).url


def test_a_digest_is_asked_for_with_a_token_for_anybody(registry: Registry, images: Images) -> None:
    digest = registry.push("owner/name", "1.0")
    assert digest == images.digest(f"{registry.host}/owner/name:1.0")
    manifest = "/v2/owner/name/manifests/1.0"
    assert [f"HEAD {manifest}", "GET /token", f"HEAD {manifest}"] == registry.asked


def test_a_token_and_an_answer_serve_a_whole_run(registry: Registry, images: Images) -> None:
    digests = [registry.push("owner/name", tag) for tag in ("1", "2")]
    assert digests * 2 == [images.digest(f"{registry.host}/owner/name:{tag}") for tag in ("1", "2", "1", "2")]
    assert 4 == len(registry.asked)


def test_a_registry_may_want_no_token(registry: Registry, images: Images) -> None:
    registry.challenge = ""
    assert registry.push("name") == images.digest(f"{registry.host}/name")
    assert ["HEAD /v2/name/manifests/latest"] == registry.asked


def test_a_registry_that_does_not_tell_the_digest(registry: Registry, images: Images) -> None:
    registry.tells_digest = False
    assert registry.push("name") == images.digest(f"{registry.host}/name")


def test_what_is_pinned_is_not_asked_for(registry: Registry, images: Images) -> None:
    digest = f"sha256:{'a' * 64}"
    assert digest == images.digest(f"{registry.host}/name:1@{digest}")
    assert [] == registry.asked


def test_a_tag_that_is_not_there(registry: Registry, images: Images) -> None:
    registry.push("name", "1")
    image = f"{registry.host}/name:2"
    expected = f"{image} is not on {registry.host}: its tag 2 was deleted or never was, or the name is misspelt"
    assert expected == refusal(NotFoundError, lambda: images.digest(image))


def test_an_image_that_is_private(registry: Registry, images: Images) -> None:
    registry.push("name")
    registry.hidden.add("name")
    image = f"{registry.host}/name"
    expected = f"{image}: {registry.host} does not show it to everybody: it does not exist or is private; check the name, or pin the digest by hand"
    assert expected == refusal(RefusedError, lambda: images.digest(image))


def test_a_registry_that_wants_a_password(registry: Registry, images: Images) -> None:
    registry.challenge = "Basic"
    registry.push("name")
    assert "lets nobody in without a password" in refusal(RefusedError, lambda: images.digest(f"{registry.host}/name"))


def test_a_token_is_not_fetched_in_the_clear(registry: Registry, images: Images) -> None:
    registry.push("name")
    registry.failures.append((401, {"WWW-Authenticate": 'Bearer realm="http://elsewhere.example/token"'}))
    assert "which is not encrypted" in refusal(RefusedError, lambda: images.digest(f"{registry.host}/name"))


@pytest.mark.parametrize("retry_after", ["30", "Thu, 01 Jan 2099 00:00:00 GMT", ""])
def test_too_many_questions(registry: Registry, images: Images, retry_after: str) -> None:
    registry.failures.append((429, {"Retry-After": retry_after} if retry_after else {}))
    with pytest.raises(RateLimitedError) as caught:
        images.digest(f"{registry.host}/name")
    now = datetime.now(UTC)
    expected = {"30": now + timedelta(seconds=30), "": None}.get(retry_after, datetime(2099, 1, 1, tzinfo=UTC))
    until = caught.value.until
    assert (until is None) == (expected is None)
    assert until is None or expected is None or abs(until - expected) < timedelta(seconds=5)


def test_a_bad_gateway_is_asked_again(registry: Registry, images: Images) -> None:
    digest = registry.push("name")
    registry.failures += [(502, {})] * 2
    assert digest == images.digest(f"{registry.host}/name")


def test_a_registry_that_fails_for_good(registry: Registry, images: Images) -> None:
    registry.failures += [(502, {})] * 9
    image = f"{registry.host}/name"
    assert f"{image}: {registry.host} answered 502, each time that it was asked: try again later" == refusal(
        UnreachableError, lambda: images.digest(image)
    )


def test_no_network() -> None:
    host = nobody().partition("://")[2].rstrip("/")
    with Registries(retries=1, backoff_seconds=0) as images:
        expected = f"{host}/name: no answer from {host}: check the name, the network and the proxy, or work with --offline"
        assert expected == refusal(UnreachableError, lambda: images.digest(f"{host}/name"))


def test_offline_asks_nothing() -> None:
    with Registries(offline=True) as images:
        expected = "python:3.12 was not asked for, because the network is not to be used: run again without --offline"
        assert expected == refusal(UnreachableError, lambda: images.digest("python:3.12"))
