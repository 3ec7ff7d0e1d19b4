"""Pushes, as docker does them and as the API has them: logins, tags that stay, digests that are the same everywhere."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud import Cloud, build
from tests.cloud.conftest import code_of
from tests.cloud.images import Built, read_archive, write_archive
from tests.cloud.registry.client import Client, RegistryError
from tests.cloud.registry.rules import repository
from tests.cloud.registry.shelf import MANIFEST, digest_of

ONE, TWO = (build({"app.py": f"print({number})\n"}, ["python", "app.py"], labels={"number": str(number)}) for number in (1, 2))


def login(cloud: Cloud, role: str = "push") -> Client:
    """As `aws ecr get-login-password` and docker do it."""
    data = cloud.client("ecr", cloud.session(cloud.role(role, {}))).get_authorization_token()["authorizationData"][0]
    user, password = base64.b64decode(data["authorizationToken"]).decode().split(":")
    assert ("AWS", cloud.registry.server.url) == (user, data["proxyEndpoint"])
    return Client(data["proxyEndpoint"], password)


def refused(client: Client, built: Built, name: str, tag: str) -> tuple[int, str, str]:
    with pytest.raises(RegistryError) as error:
        client.push(built, name, tag)
    return error.value.status, error.value.code, error.value.message


@pytest.mark.parametrize("password", [None, "guessed"])
def test_nobody_pushes_without_login(cloud: Cloud, password: str | None) -> None:
    cloud.repository("web")
    client = Client(cloud.registry.server.url, password)
    assert 401 == refused(client, ONE, "web", "v1")[0]
    with pytest.raises(RegistryError, match="401 UNAUTHORIZED: no basic auth credentials"):
        client.pull("web", "v1")
    assert [] == cloud.client("ecr").describe_images(repositoryName="web")["imageDetails"]
    assert {("nobody", "401: no login")} == {(entry.who, entry.result) for entry in cloud.journal(who="nobody")}


def test_the_digest_is_the_same_everywhere(cloud: Cloud, tmp_path: Path) -> None:
    cloud.repository("orders/web")
    write_archive(ONE, tmp_path / "image.tar")
    pushed = login(cloud).push(read_archive(tmp_path / "image.tar"), "orders/web", "sha-1")
    ecr = cloud.client("ecr")
    described = ecr.describe_images(repositoryName="orders/web", imageIds=[{"imageTag": "sha-1"}])["imageDetails"][0]
    got = ecr.batch_get_image(repositoryName="orders/web", imageIds=[{"imageTag": "sha-1"}])["images"][0]
    pulled = login(cloud).pull("orders/web", "sha-1")
    assert {ONE.digest} == {pushed, described["imageDigest"], got["imageId"]["imageDigest"], digest_of(got["imageManifest"].encode()), pulled.digest}
    assert ONE == pulled
    assert len(ONE.manifest) + len(max(ONE.blobs.values(), key=len)) == described["imageSizeInBytes"]


def test_a_role_that_may_not_push_is_told_so_and_leaves_nothing() -> None:
    with Cloud(lambda role, action, *_: "no policy allows it" if action == "ecr:InitiateLayerUpload" else None) as cloud:
        cloud.repository("web")
        arn = "arn:aws:ecr:eu-central-1:123456789012:repository/web"
        user = "User: arn:aws:sts::123456789012:assumed-role/verify/test"
        text = f"{user} is not authorized to perform: ecr:InitiateLayerUpload on resource: {arn} because no policy allows it"
        assert (403, "DENIED", text) == refused(login(cloud, "verify"), ONE, "web", "v1")
        assert [] == cloud.client("ecr").describe_images(repositoryName="web")["imageDetails"]
        assert ("verify", "ecr:InitiateLayerUpload", "web", f"403: {text}") == cloud.journal("ecr:Init*")[0][1:]


@pytest.mark.parametrize(
    ("mutability", "exclusions", "tag", "moves"),
    [
        ("MUTABLE", (), "v1", True),
        ("IMMUTABLE", (), "v1", False),
        ("IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"), "v1", False),
        ("IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"), "branch-main", True),
        ("IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"), "nightly", True),
        ("IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"), "nightly-2", False),
        ("IMMUTABLE_WITH_EXCLUSION", ("v?",), "v1", False),
        ("MUTABLE_WITH_EXCLUSION", ("v*",), "v1", False),
        ("MUTABLE_WITH_EXCLUSION", ("v*",), "latest", True),
    ],
)
def test_which_tags_move(cloud: Cloud, mutability: Any, exclusions: tuple[str, ...], tag: str, moves: bool) -> None:
    cloud.repository("web", mutability, exclusions)
    client = login(cloud)
    client.push(ONE, "web", tag)
    if moves:
        assert TWO.digest == client.push(TWO, "web", tag)
    else:
        text = f"The image tag '{tag}' already exists in the 'web' repository and cannot be overwritten because the tag is immutable."
        assert (400, "TAG_INVALID", text) == refused(client, TWO, "web", tag)
    assert (TWO if moves else ONE).digest == client.pull("web", tag).digest
    described = cloud.client("ecr").describe_images(repositoryName="web", imageIds=[{"imageTag": tag}])["imageDetails"][0]
    assert (TWO if moves else ONE).digest == described["imageDigest"]


def test_the_same_push_again_is_no_error(cloud: Cloud) -> None:
    cloud.repository("web")
    client = login(cloud)
    assert [ONE.digest, ONE.digest] == [client.push(ONE, "web", "v1"), client.push(ONE, "web", "v1")]


def test_a_rule_and_its_exclusions_go_together(cloud: Cloud) -> None:
    for mutability, exclusions in (("IMMUTABLE", ("x",)), ("IMMUTABLE_WITH_EXCLUSION", ())):
        with pytest.raises(ValueError, match="do not go together"):
            repository("web", mutability, exclusions)  # type: ignore[arg-type]


def test_what_describe_repositories_says(cloud: Cloud) -> None:
    uri = cloud.repository("web", "IMMUTABLE_WITH_EXCLUSION", ("branch-*",))
    assert [
        {
            "repositoryArn": "arn:aws:ecr:eu-central-1:123456789012:repository/web",
            "registryId": "123456789012",
            "repositoryName": "web",
            "repositoryUri": uri,
            "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
            "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "branch-*"}],
        }
    ] == cloud.client("ecr").describe_repositories(repositoryNames=["web"])["repositories"]


def test_put_image_gives_a_tested_digest_another_tag_under_the_same_rules(cloud: Cloud) -> None:
    cloud.repository("web")
    login(cloud).push(ONE, "web", "sha-1")
    login(cloud).push(TWO, "web", "sha-2")
    ecr = cloud.client("ecr")

    def put(built: Built, **more: str) -> str:
        try:
            answer = ecr.put_image(repositoryName="web", imageManifest=built.manifest.decode(), imageManifestMediaType=MANIFEST, **more)
        except ClientError as error:
            return code_of(error)
        return str(answer["image"]["imageId"])

    assert [
        str({"imageDigest": ONE.digest, "imageTag": "v1.0.0"}),
        "ImageAlreadyExistsException",
        "ImageTagAlreadyExistsException",
        "ImageDigestDoesNotMatchException",
        "LayersNotFoundException",
        "InvalidParameterException",
    ] == [
        put(ONE, imageTag="v1.0.0"),
        put(ONE, imageTag="v1.0.0"),
        put(TWO, imageTag="v1.0.0"),
        put(TWO, imageTag="v2", imageDigest=ONE.digest),
        put(build({"other.py": ""}, ["python"]), imageTag="v3"),
        put(Built(b"no json", {}), imageTag="v4"),
    ]
    assert ["sha-1", "v1.0.0"] == ecr.describe_images(repositoryName="web", imageIds=[{"imageTag": "v1.0.0"}])["imageDetails"][0]["imageTags"]


def test_a_repository_that_is_not_there(cloud: Cloud) -> None:
    assert (404, "NAME_UNKNOWN", "The repository with name 'web' does not exist in the registry") == refused(login(cloud), ONE, "web", "v1")


def test_a_layer_of_another_repository_is_not_there(cloud: Cloud) -> None:
    cloud.repository("web")
    cloud.repository("api")
    client = login(cloud)
    client.push(ONE, "web", "v1")
    with pytest.raises(RegistryError, match="404 MANIFEST_UNKNOWN"):
        client.pull("api", ONE.digest)
    assert 400 == refused(client, Built(ONE.manifest, {}), "api", "v1")[0]


def test_a_wrong_digest_is_refused(cloud: Cloud) -> None:
    cloud.repository("web")
    changed = Built(ONE.manifest, dict.fromkeys(ONE.blobs, b"another content"))
    assert (400, "DIGEST_INVALID") == refused(login(cloud), changed, "web", "v1")[:2]


def test_layers_may_come_in_chunks_and_at_once(cloud: Cloud) -> None:
    cloud.repository("web")
    password = cloud.vault.password(cloud.session(cloud.role("push", {})))
    headers = {"Authorization": "Basic " + base64.b64encode(f"AWS:{password}".encode()).decode()}
    connection = http.client.HTTPConnection(cloud.registry.server.host, timeout=5)

    def ask(method: str, path: str, body: Any = None, **more: Any) -> http.client.HTTPResponse:
        connection.request(method, path, body, headers, **more)
        answer = connection.getresponse()
        answer.read()
        return answer

    where = ask("POST", "/v2/web/blobs/uploads/").headers["Location"]
    assert "0-10" == ask("PATCH", where, iter([b"first", b"second"]), encode_chunked=True).headers["Range"]
    assert 201 == ask("PUT", f"{where}?digest={digest_of(b'firstsecond')}").status
    assert 201 == ask("POST", f"/v2/web/blobs/uploads/?digest={digest_of(b'third')}", b"third").status
    assert [200, 200, 404] == [ask("HEAD", f"/v2/web/blobs/{digest_of(one)}").status for one in (b"firstsecond", b"third", b"fourth")]
    connection.close()


def test_an_index_is_stored_and_its_image_pulled(cloud: Cloud) -> None:
    cloud.repository("web")
    client = login(cloud)
    client.push(ONE, "web", "linux")
    entry = {"mediaType": ONE.media_type, "digest": ONE.digest, "size": len(ONE.manifest), "platform": {"os": "linux", "architecture": "amd64"}}
    index = "application/vnd.oci.image.index.v1+json"
    written = json.dumps({"schemaVersion": 2, "mediaType": index, "manifests": [entry]}).encode()
    assert digest_of(written) == client.push(Built(written, {}, index), "web", "v1")
    assert ONE == client.pull("web", "v1")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not installed: a second, foreign client of the registry")
def test_skopeo_pushes_with_the_digest_preserved(cloud: Cloud, tmp_path: Path) -> None:
    cloud.repository("web")
    write_archive(ONE, tmp_path / "image.tar", "v1")
    password = cloud.vault.password(cloud.session(cloud.role("push", {})))
    where = [f"oci-archive:{tmp_path}/image.tar:v1", f"docker://{cloud.registry.server.host}/web:v1"]
    options = ["--preserve-digests", "--dest-tls-verify=false", "--insecure-policy"]
    assert subprocess.run(["skopeo", "copy", *options, *where], capture_output=True).returncode != 0
    done = subprocess.run(["skopeo", "copy", *options, f"--dest-creds=AWS:{password}", *where], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
    assert ONE.digest == cloud.client("ecr").describe_images(repositoryName="web")["imageDetails"][0]["imageDigest"]


def test_the_api_version_check_asks_for_a_login(cloud: Cloud) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{cloud.registry.server.url}/v2/", timeout=5)
    with error.value as answer:
        assert f'Basic realm="{cloud.registry.server.url}/",service="ecr.amazonaws.com"' == answer.headers["Www-Authenticate"]
