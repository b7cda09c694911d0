package osrsagent.wire;

import java.util.Locale;
import java.util.Map;

/** What the agent may send: challenge, welcome, error and ping. None of them acts on the game. */
final class AgentMessage
{
	enum Type
	{
		CHALLENGE, WELCOME, ERROR, PING
	}

	final Type type;
	private final Map<String, Object> fields;

	private AgentMessage(Type type, Map<String, Object> fields)
	{
		this.type = type;
		this.fields = fields;
	}

	/**
	 * The message in one frame's payload; fields that this version does not know are ignored.
	 *
	 * @throws ProtocolException the payload is no message of the agent, or of another major version
	 */
	static AgentMessage read(byte[] payload) throws ProtocolException
	{
		Map<String, Object> fields = MsgpackReader.readMap(payload);
		AgentMessage message = new AgentMessage(typeOf(fields.get("type")), fields);
		message.check();
		return message;
	}

	byte[] nonce()
	{
		return (byte[]) fields.get("nonce");
	}

	byte[] proof()
	{
		return (byte[]) fields.get("proof");
	}

	int maxFrameBytes()
	{
		return ((Long) fields.get("max_frame_bytes")).intValue();
	}

	/** The code and the text of an error, in printable ASCII. */
	String error()
	{
		return ProtocolException.printable(fields.get("code") + ": " + fields.get("text"));
	}

	private void check() throws ProtocolException
	{
		switch (type)
		{
			case CHALLENGE:
				checkVersion();
				require(isBytes("nonce", Protocol.NONCE_BYTES) && isBytes("proof", Protocol.PROOF_BYTES));
				break;
			case WELCOME:
				fields.putIfAbsent("max_frame_bytes", (long) Protocol.MAX_FRAME_BYTES);
				require(isBetween("max_frame_bytes", Protocol.MIN_FRAME_BYTES, Protocol.MAX_FRAME_BYTES));
				break;
			case ERROR:
				require(fields.get("code") instanceof String && fields.get("text") instanceof String);
				break;
			default:
				require(isBetween("mono_ns", 0, Long.MAX_VALUE));
		}
	}

	private void checkVersion() throws ProtocolException
	{
		Object major = fields.getOrDefault("protocol_major", (long) Protocol.MAJOR);
		if (!Long.valueOf(Protocol.MAJOR).equals(major))
		{
			throw new ProtocolException("the agent speaks protocol " + major + "." + fields.get("protocol_minor")
				+ ", this plugin " + Protocol.MAJOR + "." + Protocol.MINOR + ": update the older one");
		}
	}

	private boolean isBytes(String field, int length)
	{
		Object value = fields.get(field);
		return value instanceof byte[] && ((byte[]) value).length == length;
	}

	private boolean isBetween(String field, long lowest, long highest)
	{
		Object value = fields.get(field);
		return value instanceof Long && (Long) value >= lowest && (Long) value <= highest;
	}

	private void require(boolean isOfTheSchema) throws ProtocolException
	{
		if (!isOfTheSchema)
		{
			throw new ProtocolException("found a " + type + " that is not of the schema");
		}
	}

	private static Type typeOf(Object found) throws ProtocolException
	{
		for (Type type : Type.values())
		{
			if (type.name().toLowerCase(Locale.ROOT).equals(found))
			{
				return type;
			}
		}
		throw new ProtocolException("expected challenge, welcome, error or ping, found " + found);
	}
}
