"""Recordings carry Foxglove's schemas as published: `make test-foxglove`."""

from __future__ import annotations

import json
from pathlib import Path

from foxglove import messages
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from mcap.reader import make_reader
from mcap_protobuf.decoder import DecoderFactory

from bridge.recording.channels import Topic, channels
from bridge.recording.reader import open_recording

SAMPLE = Path(__file__).parents[2] / "recordings/sample/woodcutting.mcap"


def described(schema: bytes) -> FileDescriptorSet:
    """A schema without the names in JSON, which follow from the others and may be left out."""
    files = FileDescriptorSet.FromString(schema)
    for file in files.file:
        for message in file.message_type:
            for field in message.field:
                field.ClearField("json_name")
    return files


def test_the_pictures_schema_is_the_published_one():
    published = messages.CompressedVideo.get_schema()
    ours = next(channel for channel in channels() if channel.topic is Topic.SCREEN)
    assert (ours.schema_name, ours.schema_encoding) == (published.name, published.encoding)
    assert described(ours.schema).file[-1] == described(published.data).file[-1]


def test_a_recordings_pictures_decode_by_the_schema_in_the_file_alone():
    with SAMPLE.open("rb") as file:
        reader = make_reader(file, decoder_factories=[DecoderFactory()])
        found = [
            (schema.name, video.format, video.frame_id, video.data[:3], video.timestamp.ToNanoseconds())
            for schema, _, _, video in reader.iter_decoded_messages(topics=Topic.SCREEN)
        ]
    times_ns = [packet.at_ns for packet in open_recording(SAMPLE).packets()]
    assert [(name, form, frame, at_ns) for name, form, frame, _, at_ns in found] == [
        ("foxglove.CompressedVideo", "h264", "canvas", at_ns) for at_ns in times_ns
    ]
    assert {start[:2] for _, _, _, start, _ in found} == {b"\0\0"}


def test_every_json_message_is_an_object_with_the_fields_of_its_schema():
    with SAMPLE.open("rb") as file:
        for schema, channel, message in make_reader(file).iter_messages():
            if channel.message_encoding == "json":
                assert schema.encoding == "jsonschema"
                assert set(json.loads(message.data)) <= set(json.loads(schema.data)["properties"])
