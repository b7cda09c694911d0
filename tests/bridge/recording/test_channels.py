from __future__ import annotations

import json

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from bridge.recording.channels import Topic, channels, schema_digests


def test_every_topic_is_one_channel_in_the_same_order() -> None:
    assert [channel.topic for channel in channels()] == list(Topic)


def test_what_people_look_at_is_json_with_a_schema() -> None:
    described = {channel.topic for channel in channels() if channel.message_encoding == "json"}
    assert described == set(Topic) - {Topic.STATE, Topic.SCREEN}
    for channel in channels():
        if channel.message_encoding == "json":
            assert channel.schema_encoding == "jsonschema"
            assert json.loads(channel.schema)["title"] == channel.schema_name


def test_the_lossless_state_is_raw_msgpack() -> None:
    (state,) = (channel for channel in channels() if channel.topic is Topic.STATE)
    assert (state.message_encoding, state.schema) == ("msgpack", b"")


def test_the_video_schema_holds_every_file_it_needs_dependencies_first() -> None:
    (screen,) = (channel for channel in channels() if channel.topic is Topic.SCREEN)
    files = [file.name for file in FileDescriptorSet.FromString(screen.schema).file]
    assert files == ["google/protobuf/timestamp.proto", "foxglove/CompressedVideo.proto"]
    assert screen.schema_name == "foxglove.CompressedVideo"


def test_digests_are_sha256_of_the_lossless_streams() -> None:
    assert {topic: len(digest) for topic, digest in schema_digests().items()} == {"/input": 64, "/state": 64}
