package osrsagent.wire;

import java.util.List;

/**
 * Writes the payloads of what the game sends; docs/protocol.md describes each field. There is no other message to send.
 * For one thread.
 */
final class Messages
{
	private final MsgpackWriter writer = new MsgpackWriter();

	byte[] hello(byte[] nonce, Greeting greeting)
	{
		message("hello", 8).string("nonce").binary(nonce);
		writer.string("session").string(greeting.session);
		writer.string("client").name(greeting.client);
		writer.string("skill_names").array(greeting.skillNames.size());
		greeting.skillNames.forEach(writer::name);
		writer.string("units").map(5)
			.string("time").string("ns")
			.string("place").string("canvas_px")
			.string("position").string("tile")
			.string("angle").string("rad")
			.string("energy").string("share");
		writer.string("max_frame_bytes").integer(Protocol.MAX_FRAME_BYTES);
		writer.string("protocol_major").integer(Protocol.MAJOR);
		writer.string("protocol_minor").integer(Protocol.MINOR);
		return writer.toBytes();
	}

	byte[] auth(byte[] proof)
	{
		return message("auth", 1).string("proof").binary(proof).toBytes();
	}

	byte[] tick(long seq, long monoNs, long dropped, GameStateValue state)
	{
		return numbered("tick", seq, monoNs, dropped).string("state").valueOrNil(state).toBytes();
	}

	byte[] input(long seq, long monoNs, long dropped, List<InputEventValue> events)
	{
		return numbered("input", seq, monoNs, dropped).string("events").values(events).toBytes();
	}

	byte[] heartbeat(long monoNs)
	{
		return message("heartbeat", 1).string("mono_ns").integer(monoNs).toBytes();
	}

	byte[] bye(String reason)
	{
		return message("bye", 1).string("reason").name(reason).toBytes();
	}

	private MsgpackWriter numbered(String type, long seq, long monoNs, long dropped)
	{
		return message(type, 4)
			.string("seq").integer(seq)
			.string("mono_ns").integer(monoNs)
			.string("dropped").integer(dropped);
	}

	private MsgpackWriter message(String type, int fields)
	{
		return writer.clear().map(1 + fields).string("type").string(type);
	}
}
