"""Versions of actions from GitHub, by PyGithub.

Single refs are asked for by REST, which needs no token for public repositories; lists of tags with their days by GraphQL, 100 a request, which does.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests
from github import Github, GithubException
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import api_url, host_of, meaning, reader, token_from
from synth.ports import MovedError, NotFoundError, RefusedError, Resolved, Tag, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping

    Held = Mapping[str, str]  # an object of git as a ref names it: its `type` and its `sha`

_REPOSITORY = re.compile(r"[\w-]+/(?!\.\.?$)[\w.-]+")
_SHA = re.compile(r"[0-9a-f]{40}")
_EXACT = re.compile(r"v?\d+\.\d+\.\d+")
_ANNOTATED_TO_TRY = 20  # a request each; the highest one of a major version is nearly always the one

_TAGS = """
query($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    refs(refPrefix: "refs/tags/", first: 100, after: $after, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
      nodes { name target { ...made } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
""".replace("...made", "... on Commit { oid committedDate } ... on Tag { tagger { date } target { ... on Commit { oid committedDate } } }")


class GitHub:
    """`Versions` from GitHub, used in `with`, which closes the connections.

    `remembered` holds answers by their addresses, with ETags: kept from an earlier run, what is unchanged costs no quota. With `offline` each
    question is an UnreachableError.
    """

    def __init__(
        self, client: Github, *, has_token: bool = True, offline: bool = False, remembered: MutableMapping[str, tuple[str, Any]] | None = None
    ) -> None:
        self._client = client
        self._has_token = has_token
        self._offline = offline
        self._remembered = {} if remembered is None else remembered
        self._answers: dict[str, Any] = {}
        self._tags: dict[str, tuple[Tag, ...]] = {}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, url: str = "", offline: bool = False) -> GitHub:
        """With the token and the address that the environment names."""
        address = api_url(environment, url)
        token = None if offline else token_from(environment, host_of(address))
        return cls(reader(token, address), has_token=token is not None, offline=offline)

    def __enter__(self) -> GitHub:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def resolve(self, repository: str, ref: str, expected: str = "") -> Resolved:
        name = self._name(repository)
        kind, held = self._ref(name, ref)
        commit, day = self._peeled(name, held)
        if expected and commit != expected:
            raise MovedError(
                f"{repository}@{ref} stands for {commit} now, and stood for {expected} before: compare the two at "
                f"{self._site()}/{name}/compare/{expected}...{commit} and trust the new one only if its authors announced it",
                expected,
                commit,
            )
        exact, its_day = self._exact(name, kind, ref, commit)
        return Resolved(name, commit, exact, its_day or day or self._day(name, commit))

    def tags(self, repository: str) -> tuple[Tag, ...]:
        name = self._name(repository)
        if name not in self._tags:
            self._tags[name] = tuple(self._all_tags(name))
        return self._tags[name]

    def file(self, repository: str, path: str, commit: str) -> str | None:
        name = self._name(repository)
        what = f"{path} of {repository} at {commit}"
        try:
            found = self._get(f"/repos/{name}/contents/{quote(path)}?ref={commit}", what)
        except NotFoundError:
            self._day(name, commit)  # a commit that does not exist is no missing file
            return None
        if not isinstance(found, dict) or found.get("type") != "file":
            return None
        if found.get("encoding") != "base64":  # a file of more than 1 MB comes without its text
            found = self._get(f"/repos/{name}/git/blobs/{found['sha']}", what)
        try:
            return b64decode(found["content"]).decode()
        except (Error, UnicodeDecodeError):
            return None

    # what a ref stands for

    def _name(self, repository: str) -> str:
        """The repository's name now: GitHub redirects from a former one."""
        if not _REPOSITORY.fullmatch(repository):
            raise NotFoundError(f"{repository} is no repository: write owner/name")
        found = self._get(f"/repos/{repository}", repository)
        return str(found["full_name"])

    def _ref(self, name: str, ref: str) -> tuple[str, Held]:
        """What kind of ref it is, `tags`, `heads` or `commits`, and the object that it names."""
        if _SHA.fullmatch(ref):
            return "commits", {"type": "commit", "sha": ref}
        kinds, short = ("tags", "heads"), ref
        if ref.startswith(("refs/tags/", "refs/heads/")):
            _, only, short = ref.split("/", 2)
            kinds = (only, only)
        for kind in kinds if ".." not in ref else ():  # git has no such names, and an address means something else by them
            try:
                return kind, self._get(f"/repos/{name}/git/ref/{kind}/{quote(short)}", f"{name}@{ref}")["object"]
            except NotFoundError:
                continue
        raise NotFoundError(f"{name} has no tag or branch {ref}{self._meant(name, ref)}: name one of {self._site()}/{name}/tags")

    def _meant(self, name: str, ref: str) -> str:
        """The highest tags of the same major version as the ref, which was deleted or never made."""
        near = [] if ".." in ref else [tag for tag, _ in self._beginning(name, ref.partition(".")[0])][:3]
        return f", but {', '.join(near)}" if near else ""

    def _peeled(self, name: str, held: Held) -> tuple[str, str]:
        """The commit behind the object, and the day of the annotated tag, if it is one."""
        day = ""
        while held["type"] == "tag":
            tag = self._get(f"/repos/{name}/git/tags/{held['sha']}", f"tag {held['sha']} of {name}")
            day = day or tag["tagger"]["date"][:10]
            held = tag["object"]
        if held["type"] != "commit":
            raise NotFoundError(f"{name}: {held['sha']} is a {held['type']}, no commit: name a tag or branch that stands for one")
        return held["sha"], day

    def _day(self, name: str, commit: str) -> str:
        """The day of a commit. Raises NotFoundError where there is none."""
        found = self._get(f"/repos/{name}/git/commits/{commit}", f"commit {commit} of {name}")
        return str(found["committer"]["date"][:10])

    def _exact(self, name: str, kind: str, ref: str, commit: str) -> tuple[str, str]:
        """The full version that stands for the commit, and the day on which it was made where it is annotated."""
        ref = ref.removeprefix("refs/tags/")
        if kind == "tags" and _EXACT.match(ref):
            return ref, ""
        if kind != "tags":
            return max((tag for tag, sha in self._plain_tags(name) if sha == commit), key=_version, default=""), ""
        annotated = 0
        for tag, held in self._beginning(name, ref):
            if tag.startswith(f"{ref}.") and _EXACT.match(tag):
                annotated += held["type"] == "tag"
                if annotated > _ANNOTATED_TO_TRY:
                    break
                sha, day = self._peeled(name, held)
                if sha == commit:
                    return tag, day
        return ref, ""

    def _beginning(self, name: str, start: str) -> list[tuple[str, Held]]:
        """The tags that begin so, the highest version first, with the objects that they name."""
        refs = self._get(f"/repos/{name}/git/matching-refs/tags/{quote(start)}", f"tags {start} of {name}")
        found = [(ref["ref"].removeprefix("refs/tags/"), ref["object"]) for ref in refs]
        return sorted(found, key=lambda one: _version(one[0]), reverse=True)

    def _plain_tags(self, name: str) -> Iterator[tuple[str, str]]:
        """All tags with their commits, without days: that needs no token."""
        page = 1
        while True:
            found = self._get(f"/repos/{name}/tags?per_page=100&page={page}", f"tags of {name}")
            yield from ((tag["name"], tag["commit"]["sha"]) for tag in found)
            if len(found) < 100:
                return
            page += 1

    def _all_tags(self, name: str) -> Iterator[Tag]:
        if not self._has_token:
            raise RefusedError(f"tags of {name} with their days need a token: set GH_TOKEN, or run 'gh auth login'")
        after: str | None = None
        while True:
            refs = self._page_of_tags(name, after)
            for ref in refs["nodes"]:
                commit = ref["target"].get("target", ref["target"])
                if "oid" in commit:
                    tagger = ref["target"].get("tagger") or {}
                    yield Tag(ref["name"], commit["oid"], (tagger.get("date") or commit["committedDate"])[:10])
            if not refs["pageInfo"]["hasNextPage"]:
                return
            after = refs["pageInfo"]["endCursor"]

    def _page_of_tags(self, name: str, after: str | None) -> Any:
        owner, _, short = name.partition("/")
        given = {"owner": owner, "name": short, "after": after}
        return self._asked(f"tags of {name}", lambda: self._client.requester.graphql_query(_TAGS, given)[1])["data"]["repository"]["refs"]

    # asking

    def _get(self, path: str, what: str) -> Any:
        """The answer to a GET. Asked once in a run; refusals are remembered too, so that a wrong reference on ten lines costs one request."""
        if path not in self._answers:
            try:
                self._answers[path] = self._asked(what, lambda: self._conditional(path))
            except NotFoundError as error:
                self._answers[path] = error
        answer = self._answers[path]
        if isinstance(answer, NotFoundError):
            raise answer
        return answer

    def _conditional(self, path: str) -> Any:
        etag, known = self._remembered.get(path, ("", None))
        headers, data = self._client.requester.requestJsonAndCheck("GET", path, headers={"If-None-Match": etag} if etag else None)
        if data is None and etag:
            return known
        if "json" not in headers.get("content-type", ""):
            raise UnreachableError(
                f"{self._client.requester.base_url} does not answer as GitHub does: check GITHUB_API_URL, the network and the proxy"
            )
        if "etag" in headers:
            self._remembered[path] = (headers["etag"], data)
        return data

    def _asked(self, what: str, ask: Callable[[], Any]) -> Any:
        if self._offline:
            raise UnreachableError(f"{what} was not asked for, because the network is not to be used: run again without --offline")
        try:
            return ask()
        except GithubException as error:
            raise meaning(error, what, self._host(), self._has_token) from error
        except RuntimeError as error:  # PyGithub's, for a redirect to another host
            raise UnreachableError(f"{what}: {error}") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise UnreachableError(f"{what}: no answer from {self._host()}: check the network and the proxy, or work with --offline") from error

    def _host(self) -> str:
        return host_of(self._client.requester.base_url)

    def _site(self) -> str:
        return f"https://{self._host()}"


def _version(name: str) -> tuple[tuple[int, ...], bool, str]:
    """Sorts versions by their numbers, releases over their previews."""
    numbers, _, rest = name.lstrip("v").partition("-")
    return tuple(int(part) if part.isdigit() else -1 for part in numbers.split(".")), not rest, name
