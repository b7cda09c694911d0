package osrsagent.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one msgpack map within the limits of docs/protocol.md, "Values": strings, byte arrays, {@link Long}s,
 * {@link Double}s, {@link Boolean}s, null, {@link List}s and {@link Map}s.
 */
public final class MsgpackReader
{
	private static final int MAX_DEPTH = 8;
	private static final int MAX_ELEMENTS = 4096;

	private final ByteBuffer in;

	private MsgpackReader(byte[] payload)
	{
		in = ByteBuffer.wrap(payload);
	}

	/** @throws ProtocolException the payload is anything else than one map within the limits */
	@SuppressWarnings("unchecked")
	public static Map<String, Object> readMap(byte[] payload) throws ProtocolException
	{
		MsgpackReader reader = new MsgpackReader(payload);
		try
		{
			Object value = reader.value(0);
			if (!(value instanceof Map) || reader.in.hasRemaining())
			{
				throw new ProtocolException("expected one msgpack map and nothing behind it");
			}
			return (Map<String, Object>) value;
		}
		catch (BufferUnderflowException ex)
		{
			throw new ProtocolException("a msgpack value is cut short");
		}
	}

	private Object value(int depth) throws ProtocolException
	{
		int type = in.get() & 0xff;
		if (type < 0x80)
		{
			return (long) type;
		}
		if (type < 0x90)
		{
			return map(type & 0x0f, depth);
		}
		if (type < 0xa0)
		{
			return array(type & 0x0f, depth);
		}
		if (type < 0xc0)
		{
			return text(type & 0x1f);
		}
		return type >= 0xe0 ? (Object) (long) (byte) type : typed(type, depth);
	}

	private Object typed(int type, int depth) throws ProtocolException
	{
		switch (type)
		{
			case 0xc0:
				return null;
			case 0xc2:
			case 0xc3:
				return type == 0xc3;
			case 0xca:
				return finite(in.getFloat());
			case 0xcb:
				return finite(in.getDouble());
			case 0xd0:
				return (long) in.get();
			case 0xd1:
				return (long) in.getShort();
			case 0xd2:
				return (long) in.getInt();
			case 0xd3:
				return in.getLong();
			case 0xdc:
			case 0xdd:
				return array(natural(2 << (type - 0xdc)), depth);
			case 0xde:
			case 0xdf:
				return map(natural(2 << (type - 0xde)), depth);
			default:
				return sized(type);
		}
	}

	private Object sized(int type) throws ProtocolException
	{
		if (type >= 0xc4 && type <= 0xc6)
		{
			return bytes(natural(1 << (type - 0xc4)));
		}
		if (type >= 0xcc && type <= 0xcf)
		{
			return natural(1 << (type - 0xcc));
		}
		if (type >= 0xd9 && type <= 0xdb)
		{
			return text(natural(1 << (type - 0xd9)));
		}
		throw new ProtocolException(String.format("expected no msgpack type 0x%02x", type));
	}

	/** An unsigned number of 1, 2, 4 or 8 bytes. */
	private long natural(int width) throws ProtocolException
	{
		long value = 0;
		for (int i = 0; i < width; i++)
		{
			value = (value << 8) | (in.get() & 0xff);
		}
		if (value < 0)
		{
			throw new ProtocolException("expected integers within int64");
		}
		return value;
	}

	private static double finite(double value) throws ProtocolException
	{
		if (Double.isNaN(value) || Double.isInfinite(value))
		{
			throw new ProtocolException("expected finite numbers");
		}
		return value;
	}

	private byte[] bytes(long length)
	{
		if (length > in.remaining())
		{
			throw new BufferUnderflowException();
		}
		byte[] bytes = new byte[(int) length];
		in.get(bytes);
		return bytes;
	}

	private String text(long length) throws ProtocolException
	{
		try
		{
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
		}
		catch (CharacterCodingException ex)
		{
			throw new ProtocolException("expected text in UTF-8");
		}
	}

	private List<Object> array(long elements, int depth) throws ProtocolException
	{
		checkRoom(elements, depth);
		List<Object> values = new ArrayList<>((int) elements);
		for (int i = 0; i < elements; i++)
		{
			values.add(value(depth + 1));
		}
		return values;
	}

	private Map<String, Object> map(long entries, int depth) throws ProtocolException
	{
		checkRoom(entries, depth);
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < entries; i++)
		{
			Object key = value(depth + 1);
			if (!(key instanceof String))
			{
				throw new ProtocolException("expected text as the keys of a map");
			}
			fields.put((String) key, value(depth + 1));
		}
		return fields;
	}

	private static void checkRoom(long elements, int depth) throws ProtocolException
	{
		if (depth >= MAX_DEPTH || elements > MAX_ELEMENTS)
		{
			throw new ProtocolException(
				"maps and arrays hold at most " + MAX_ELEMENTS + " elements, " + MAX_DEPTH + " deep");
		}
	}
}
