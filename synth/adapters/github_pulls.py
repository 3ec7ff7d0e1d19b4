"""Pull requests on GitHub, by PyGithub: commits through the git database, so that no checkout holds a credential.

Reads are repeated by PyGithub. Writes are not: a 502 may come after the effect, so what was written is looked for, and made by the next run if it
is not there.
"""

from __future__ import annotations

import os
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests
from github import Github, GithubException
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import api_url, host_of, meaning, reader, token_from, writer
from synth.ports import NotFoundError, OutsideError, Proposed, PullRequest, RefusedError, UnreachableError, WorkflowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.ports import Proposal

_WORKFLOWS = ".github/workflows/"
_TEXTS = (".yml", ".yaml", ".lock")
_FILES_A_PAGE = 100


class GitHubPulls:
    """`PullRequests` on GitHub, used in `with`, which closes the connections."""

    def __init__(self, reading: Github, writing: Github) -> None:
        self._reading = reading
        self._writing = writing

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> GitHubPulls:
        """With the token and the address that the environment names. Raises RefusedError without a token."""
        address = api_url(environment)
        token = token_from(environment, host_of(address))
        if token is None:
            raise RefusedError("a pull request needs a token: set GH_TOKEN, or run 'gh auth login'")
        return cls(reader(token, address), writer(token, address))

    def __enter__(self) -> GitHubPulls:
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.close()
        self._writing.close()

    def propose(self, repository: str, base: str, onto: str, proposal: Proposal) -> Proposed:
        place = f"/repos/{repository}"
        tip = self._tip(place, proposal.branch)
        if tip is not None and tip["message"].split("\n")[0] != proposal.message.split("\n")[0]:
            raise RefusedError(
                f"branch {proposal.branch} of {repository} has commits that ghsynth did not make: merge its pull request, or delete the branch"
            )
        tree = self._tree(place, onto, proposal.files)
        is_new = tip is None or tip["tree"]["sha"] != tree or [parent["sha"] for parent in tip["parents"]] != [onto]
        if is_new:
            commit = self._commit(place, tree, onto, proposal.message, proposal.files)
            self._point(place, proposal.branch, commit, proposal.files, exists=tip is not None, force=True)
        return self._pulled(place, base, proposal, is_new)

    def pull(self, repository: str, number: int) -> PullRequest:
        place, what = f"/repos/{repository}", f"pull request {number} of {repository}"
        found = self._get(f"{place}/pulls/{number}", what)
        head, base = found["head"], found["base"]
        if found["state"] != "open":
            raise RefusedError(f"{what} is {found['state']}: there is nothing to add to it")
        compared = self._get(f"{place}/compare/{base['sha']}...{head['sha']}", f"the branches of {what}")
        paths: list[str] = []
        page = 1
        while len(paths) == _FILES_A_PAGE * (page - 1):
            listed = self._get(f"{place}/pulls/{number}/files?per_page={_FILES_A_PAGE}&page={page}", f"the files of {what}")
            paths += [name for file in listed for name in (file["filename"], file.get("previous_filename")) if name]
            page += 1
        full_name = (head.get("repo") or {}).get("full_name", "")  # a fork may be gone
        fork_point = compared["merge_base_commit"]["sha"]
        return PullRequest(number, found["user"]["login"], full_name, head["ref"], head["sha"], fork_point, tuple(paths))

    def texts(self, repository: str, commit: str, folder: str) -> Mapping[str, str]:
        place, what = f"/repos/{repository}", f"{folder} of {repository} at {commit}"
        root = self._get(f"{place}/git/trees/{self._tree_of(place, commit)}", what)
        at = next((entry["sha"] for entry in root["tree"] if entry["path"] == folder and entry["type"] == "tree"), None)
        if at is None:
            return {}
        below = self._get(f"{place}/git/trees/{at}?recursive=1", what)
        if below.get("truncated"):
            raise RefusedError(f"{what} has more files than GitHub lists: do it in a checkout, with 'ghsynth adopt'")
        found = {}
        for entry in below["tree"]:
            if entry["type"] == "blob" and entry["path"].endswith(_TEXTS):
                data = b64decode(self._get(f"{place}/git/blobs/{entry['sha']}", what)["content"])
                found[f"{folder}/{entry['path']}"] = data.decode("utf-8", "replace")
        return found

    def add(self, repository: str, branch: str, onto: str, message: str, files: Mapping[str, str | None]) -> str:
        place = f"/repos/{repository}"
        commit = self._commit(place, self._tree(place, onto, files), onto, message, files)
        self._point(place, branch, commit, files, exists=True, force=False)
        return commit

    # git

    def _tip(self, place: str, branch: str) -> Any:
        """The commit at the end of the branch; None when there is no such branch."""
        try:
            held = self._get(f"{place}/git/ref/heads/{quote(branch)}", f"branch {branch}")["object"]["sha"]
        except NotFoundError:
            return None
        return self._get(f"{place}/git/commits/{held}", f"commit {held}")

    def _tree_of(self, place: str, commit: str) -> str:
        return str(self._get(f"{place}/git/commits/{commit}", f"commit {commit}")["tree"]["sha"])

    def _tree(self, place: str, onto: str, files: Mapping[str, str | None]) -> str:
        entries = [
            {"path": path, "mode": "100644", "type": "blob", **({"sha": None} if text is None else {"content": text})}
            for path, text in sorted(files.items())
        ]
        made = self._write("POST", f"{place}/git/trees", {"base_tree": self._tree_of(place, onto), "tree": entries}, "the changed files", files)
        return str(made["sha"])

    def _commit(self, place: str, tree: str, parent: str, message: str, files: Mapping[str, str | None]) -> str:
        body = {"message": message, "tree": tree, "parents": [parent]}
        return str(self._write("POST", f"{place}/git/commits", body, "the commit", files)["sha"])

    def _point(self, place: str, branch: str, commit: str, files: Mapping[str, str | None], *, exists: bool, force: bool) -> None:
        """Has the branch end at the commit."""

        def there() -> Any:
            tip = self._tip(place, branch)
            return tip if tip is not None and tip["sha"] == commit else None

        what = f"branch {branch}"
        if exists:
            self._write("PATCH", f"{place}/git/refs/heads/{quote(branch)}", {"sha": commit, "force": force}, what, files, there)
        else:
            self._write("POST", f"{place}/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit}, what, files, there)

    # the pull request

    def _pulled(self, place: str, base: str, proposal: Proposal, is_new: bool) -> Proposed:
        known = self._open(place, base, proposal.branch)
        what = f"the pull request from {proposal.branch} to {base}"
        text = {"title": proposal.title, "body": proposal.body}
        if known is None:
            given = {**text, "head": proposal.branch, "base": base}
            made = self._write("POST", f"{place}/pulls", given, what, {}, lambda: self._open(place, base, proposal.branch))
            return Proposed(made["number"], made["html_url"], "opened")
        if (known["title"], known["body"]) == (proposal.title, proposal.body):
            return Proposed(known["number"], known["html_url"], "refreshed" if is_new else "unchanged")
        self._write("PATCH", f"{place}/pulls/{known['number']}", text, what, {})
        return Proposed(known["number"], known["html_url"], "refreshed")

    def _open(self, place: str, base: str, branch: str) -> Any:
        owner = place.split("/")[2]
        query = f"state=open&head={quote(f'{owner}:{branch}', safe=':')}&base={quote(base, safe='')}"
        found = self._get(f"{place}/pulls?{query}", f"pull requests from {branch}")
        return found[0] if found else None

    # asking

    def _get(self, path: str, what: str) -> Any:
        try:
            return self._reading.requester.requestJsonAndCheck("GET", path)[1]
        except GithubException as error:
            raise meaning(error, what, self._host(), True) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._silent(what) from error

    def _write(
        self, method: str, path: str, body: Mapping[str, Any], what: str, files: Mapping[str, str | None], look: Callable[[], Any] | None = None
    ) -> Any:
        """The answer to one request, or what `look` finds of its effect where the answer did not come."""
        try:
            return self._writing.requester.requestJsonAndCheck(method, path, input=dict(body))[1]
        except GithubException as error:
            failure = self._refused(error, what, files)
            if error.status < 500:
                raise failure from error
        except (requests.RequestException, HTTPError, OSError) as error:
            failure = self._silent(what)
            failure.__cause__ = error
        found = look() if look is not None else None
        if found is None:
            raise failure
        return found

    def _refused(self, error: GithubException, what: str, files: Mapping[str, str | None]) -> OutsideError:
        told = str((error.data if isinstance(error.data, dict) else {}).get("message") or "without a reason")
        if error.status in (403, 404) and "rate limit" not in told.lower():
            if any(path.startswith(_WORKFLOWS) for path in files):
                return WorkflowsRefusedError(f"{what}: {self._host()} refuses it, {told}: the token needs write access to workflows")
            advice = (
                "the token needs write access to contents and pull requests, and Settings > Actions > General > Workflow permissions "
                "must allow GitHub Actions to create pull requests"
            )
            return RefusedError(f"{what}: {self._host()} refuses it, {told}: {advice}")
        if error.status in (409, 422):
            return RefusedError(f"{what}: {self._host()} does not take it, {told}: somebody else changed the branch; run it again")
        return meaning(error, what, self._host(), True)

    def _silent(self, what: str) -> UnreachableError:
        return UnreachableError(f"{what}: no answer from {self._host()}: run it again, what is done already is not done twice")

    def _host(self) -> str:
        return host_of(self._reading.requester.base_url)
