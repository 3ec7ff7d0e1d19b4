"""Images made without an engine: the same bytes each time, and back from an archive."""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
from pathlib import Path

import pytest

from tests.cloud import build
from tests.cloud.images import Built, read_archive, write_archive, write_layout
from tests.cloud.registry.shelf import digest_of
from tests.cloud.tasks.unpacking import LayerError, configuration, environment, in_place, unpack

FILES = {"app.py": "print('hello')\n", "data/list.txt": "a\n", "run.sh": "#!/bin/sh\nexec python app.py\n"}
IMAGE = build(FILES, ["python", "app.py"], environment={"APP_VERSION": "v1"}, labels={"team": "orders"})


def test_the_same_files_are_the_same_digest_for_ever(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "run.sh").chmod(0o755)
    again = build(tmp_path, ["python", "app.py"], environment={"APP_VERSION": "v1"}, labels={"team": "orders"})
    assert IMAGE == again
    assert "sha256:79ef9964bbf9cbed93538e9ac491a3c68e12d77ab46787caa541689f4bf3d19b" == IMAGE.digest


def test_anything_else_is_another_digest() -> None:
    others = [
        build(FILES, ["python", "app.py"]),
        build(FILES, ["python", "other.py"], environment={"APP_VERSION": "v1"}, labels={"team": "orders"}),
        build(FILES | {"app.py": ""}, ["python", "app.py"], environment={"APP_VERSION": "v1"}, labels={"team": "orders"}),
    ]
    assert 4 == len({IMAGE.digest, *(one.digest for one in others)})


def test_an_archive_and_a_layout_hold_the_very_image(tmp_path: Path) -> None:
    write_archive(IMAGE, tmp_path / "image.tar", "v1")
    write_layout(IMAGE, tmp_path / "layout", "v1")
    assert [IMAGE, IMAGE] == [read_archive(tmp_path / name, "v1") for name in ("image.tar", "layout")]
    assert IMAGE == read_archive(tmp_path / "image.tar")
    with pytest.raises(KeyError, match="has no image 'v2'"):
        read_archive(tmp_path / "image.tar", "v2")


def test_an_archive_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    write_archive(IMAGE, tmp_path / "one.tar")
    write_archive(IMAGE, tmp_path / "two.tar")
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()


def test_layers_lie_over_each_other(tmp_path: Path) -> None:
    image = layered({"etc/old": "1", "etc/kept": "2", "srv/a": "3"}, {"etc/.wh.old": "", "srv/.wh..wh..opq": "", "srv/b": "4", "bin/tool": "#!"})
    unpack(image, tmp_path / "root")
    found = {path.relative_to(tmp_path / "root").as_posix(): path.read_text() for path in (tmp_path / "root").rglob("*") if path.is_file()}
    assert {"etc/kept": "2", "srv/b": "4", "bin/tool": "#!"} == found


@pytest.mark.parametrize("layers", [[{"../outside": "x"}], [{"link": "-> .."}, {"link/outside": "x"}]])
def test_a_layer_cannot_write_elsewhere(tmp_path: Path, layers: list[dict[str, str]]) -> None:
    with pytest.raises(LayerError, match="outside is outside of the image"):
        unpack(layered(*layers), tmp_path / "root")
    assert not (tmp_path / "outside").exists()


def test_links_within_an_image_stay(tmp_path: Path) -> None:
    unpack(layered({"usr/bin/tool": "#!", "bin": "-> usr/bin", "etc/absolute": "-> /usr"}), tmp_path / "root")
    assert ("#!", "/usr") == ((tmp_path / "root/bin/tool").read_text(), os.readlink(tmp_path / "root/etc/absolute"))


def test_a_layer_that_is_none(tmp_path: Path) -> None:
    image = layered({})
    last = list(image.blobs)[-1]
    with pytest.raises(LayerError, match=f"layer {last}: "):
        unpack(Built(image.manifest, {**image.blobs, last: b"no tar file"}), tmp_path / "root")


def test_a_command_in_terms_of_the_folder(tmp_path: Path) -> None:
    unpack(layered({"bin/tool": "#!", "app/config.yml": "x"}), tmp_path / "root")
    root = tmp_path / "root"
    assert [f"{root}/bin/tool", f"{root}/app/config.yml", "/app/absent", "config.yml"] == in_place(
        root, ["tool", "/app/config.yml", "/app/absent", "config.yml"]
    )
    assert [[sys.executable], [sys.executable], ["no-such-program"]] == [
        in_place(root, [one]) for one in ("python3", "/usr/local/bin/python", "no-such-program")
    ]


def test_what_an_image_says_of_itself() -> None:
    config = configuration(IMAGE)
    assert {"User": "1000", "Env": ["APP_VERSION=v1"], "Cmd": ["python", "app.py"], "WorkingDir": "/app", "Labels": {"team": "orders"}} == config
    assert {"APP_VERSION": "v1"} == environment(config)


def layered(*layers: dict[str, str]) -> Built:
    blobs = [_tar(one) for one in layers]
    config = b"{}"
    manifest = {"config": {"digest": digest_of(config)}, "layers": [{"digest": digest_of(one)} for one in blobs]}
    return Built(json.dumps(manifest).encode(), {digest_of(one): one for one in [config, *blobs]})


def _tar(files: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(text), 0o755
            if text.startswith("-> "):
                entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, text.removeprefix("-> "), 0
            tar.addfile(entry, io.BytesIO(text.encode()))
    return held.getvalue()
