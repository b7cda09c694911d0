"""The plugin writes and reads the golden frames, its own and those that another implementation of msgpack wrote."""

import json
import subprocess

import msgpack
import pytest

from bridge.protocol.codec import decode_message
from bridge.protocol.framing import FrameBuffer
from bridge.protocol.messages import MAX_FRAME_BYTES
from bridge.protocol.transitions import TRANSITIONS, Role, message_name
from tests.bridge.protocol.examples import EXAMPLES, TOKEN
from tests.bridge.runelite.java_game import java_command
from tests.golden.regenerate_protocol import FOLDER as PYTHON

JAVASCRIPT = PYTHON.parent / "msgpack_javascript"
SENT_BY_GAME = {message_name(kind) for moves in TRANSITIONS.values() for role, kind in moves if role is Role.GAME}
NAMES_SENT = [name for name, message in EXAMPLES.items() if message_name(type(message)) in SENT_BY_GAME]
NAMES_HEARD = [name for name in EXAMPLES if name not in NAMES_SENT]


def run(classes, *arguments):
    command = java_command(classes, "wire.Golden", *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def payload(path):
    buffer = FrameBuffer(MAX_FRAME_BYTES)
    buffer.feed(path.read_bytes())
    return buffer.next_payload()


@pytest.fixture(scope="module")
def written(wire_classes, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    token_path = folder / "token"
    token_path.touch(mode=0o600)
    token_path.write_text(TOKEN.secret.hex() + "\n")
    run(wire_classes, "write", folder, token_path)
    return folder


@pytest.mark.parametrize("name", NAMES_SENT)
def test_java_writes_the_bytes_that_python_writes(written, name):
    assert (written / f"{name}.bin").read_bytes() == (PYTHON / f"{name}.bin").read_bytes()


def test_java_proves_the_token_as_in_the_worked_example(written):
    example = json.loads((PYTHON / "handshake.json").read_text())
    assert (written / "game_proof").read_bytes().hex() == example["game_proof"]


@pytest.mark.parametrize("name", NAMES_HEARD)
def test_java_reads_what_the_agent_sends(wire_classes, name):
    assert run(wire_classes, "agent", PYTHON / f"{name}.bin").lower() == message_name(type(EXAMPLES[name]))


@pytest.mark.parametrize("folder", [PYTHON, JAVASCRIPT], ids=lambda folder: folder.name)
def test_java_reads_every_frame_and_writes_it_again_bit_for_bit(wire_classes, tmp_path, folder):
    frames, again = tmp_path / "frames", tmp_path / "again"
    frames.mkdir()
    again.mkdir()
    for name in EXAMPLES:
        (frames / f"{name}.bin").write_bytes((folder / f"{name}.bin").read_bytes())
    run(wire_classes, "rewrite", frames, again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in frames.iterdir()
    }


@pytest.mark.parametrize("ending", ["", "\x7f", "\x80", "\u00fc", "\u20ac", "\U0001f600"])
def test_java_writes_strings_of_any_length_with_any_letters(wire_classes, tmp_path, ending):
    frames, again = tmp_path / "frames", tmp_path / "again"
    frames.mkdir()
    again.mkdir()
    lengths = [*range(34), *range(252, 258), *range(65_532 - 600, 65_538 - 600)]
    for length in lengths:
        text = msgpack.packb({"text": "a" * (length - 1) + ending if length else ending})
        (frames / f"{length}.bin").write_bytes(len(text).to_bytes(4, "big") + text)
    run(wire_classes, "rewrite", frames, again)
    assert [
        (again / f"{length}.bin").read_bytes() == (frames / f"{length}.bin").read_bytes() for length in lengths
    ] == [True] * len(lengths)


@pytest.mark.parametrize("name", EXAMPLES)
def test_python_reads_what_another_implementation_wrote(name):
    assert decode_message(payload(JAVASCRIPT / f"{name}.bin")) == EXAMPLES[name]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "tick"])
def test_another_implementation_writes_the_same_bytes(name):
    # "tick" holds the real number 32.0, which JavaScript cannot tell from the integer 32
    assert (JAVASCRIPT / f"{name}.bin").read_bytes() == (PYTHON / f"{name}.bin").read_bytes()
