package osrsagent.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes msgpack into a growing array, each value in its shortest form, so that the same message gives the same bytes
 * as in Python (docs/protocol.md, "Values"). The array is kept for the next message, and a string is written without
 * one of its own: the game's process has its garbage collected less often.
 */
final class MsgpackWriter
{
	private static final int MAX_NAME_CHARACTERS = 256;
	private static final int MAX_TEXT_CHARACTERS = 1024;

	private byte[] bytes = new byte[4096];
	private int size;

	/** Begins a new message. */
	MsgpackWriter clear()
	{
		size = 0;
		return this;
	}

	byte[] toBytes()
	{
		return Arrays.copyOf(bytes, size);
	}

	MsgpackWriter nil()
	{
		return put(0xc0);
	}

	MsgpackWriter bool(boolean value)
	{
		return put(value ? 0xc3 : 0xc2);
	}

	MsgpackWriter integer(long value)
	{
		if (value >= 0)
		{
			return natural(value);
		}
		if (value >= -32)
		{
			return put((int) value);
		}
		if (value >= Byte.MIN_VALUE)
		{
			return put(0xd0).bigEndian(value, 1);
		}
		if (value >= Short.MIN_VALUE)
		{
			return put(0xd1).bigEndian(value, 2);
		}
		return value >= Integer.MIN_VALUE ? put(0xd2).bigEndian(value, 4) : put(0xd3).bigEndian(value, 8);
	}

	/** @throws IllegalArgumentException the value is not finite: no reader accepts it */
	MsgpackWriter real(double value)
	{
		if (Double.isNaN(value) || Double.isInfinite(value))
		{
			throw new IllegalArgumentException("expected a finite number, found " + value);
		}
		return put(0xcb).bigEndian(Double.doubleToRawLongBits(value), 8);
	}

	/** What is no text, half a surrogate pair, is written as "?". */
	MsgpackWriter string(String value)
	{
		int start = size;
		if (!textLength(value.length()).hasWrittenAscii(value))
		{
			size = start;
			byte[] text = value.getBytes(StandardCharsets.UTF_8);
			textLength(text.length).raw(text);
		}
		return this;
	}

	/** A string of which at most 256 characters are kept. */
	MsgpackWriter name(String value)
	{
		return shortened(value, MAX_NAME_CHARACTERS);
	}

	/** A string of which at most 1024 characters are kept. */
	MsgpackWriter text(String value)
	{
		return shortened(value, MAX_TEXT_CHARACTERS);
	}

	MsgpackWriter binary(byte[] value)
	{
		sized(value.length, 0xc4, 0xc5, 0xc6);
		return raw(value);
	}

	MsgpackWriter array(int elements)
	{
		return elements < 16 ? put(0x90 | elements) : sized(elements, -1, 0xdc, 0xdd);
	}

	MsgpackWriter map(int entries)
	{
		return entries < 16 ? put(0x80 | entries) : sized(entries, -1, 0xde, 0xdf);
	}

	MsgpackWriter integerOrNil(Integer value)
	{
		return value == null ? nil() : integer(value);
	}

	MsgpackWriter realOrNil(Double value)
	{
		return value == null ? nil() : real(value);
	}

	MsgpackWriter boolOrNil(Boolean value)
	{
		return value == null ? nil() : bool(value);
	}

	MsgpackWriter nameOrNil(String value)
	{
		return value == null ? nil() : name(value);
	}

	MsgpackWriter valueOrNil(WireValue value)
	{
		if (value == null)
		{
			return nil();
		}
		value.write(this);
		return this;
	}

	MsgpackWriter values(List<? extends WireValue> values)
	{
		array(values.size());
		values.forEach(value -> value.write(this));
		return this;
	}

	MsgpackWriter valuesOrNil(List<? extends WireValue> values)
	{
		return values == null ? nil() : values(values);
	}

	MsgpackWriter namesOrNil(List<String> names)
	{
		if (names == null)
		{
			return nil();
		}
		array(names.size());
		names.forEach(this::name);
		return this;
	}

	private MsgpackWriter shortened(String value, int characters)
	{
		return string(value.length() <= characters ? value : value.substring(0, characters));
	}

	private MsgpackWriter textLength(int length)
	{
		return length < 32 ? put(0xa0 | length) : sized(length, 0xd9, 0xda, 0xdb);
	}

	/** Writes text that has one byte a character in UTF-8; false where it has not, and then only a part is written. */
	private boolean hasWrittenAscii(String value)
	{
		int length = value.length();
		reserve(length);
		for (int i = 0; i < length; i++)
		{
			char character = value.charAt(i);
			if (character >= 0x80)
			{
				return false;
			}
			bytes[size++] = (byte) character;
		}
		return true;
	}

	private MsgpackWriter natural(long value)
	{
		if (value < 128)
		{
			return put((int) value);
		}
		if (value < 1L << 8)
		{
			return put(0xcc).bigEndian(value, 1);
		}
		if (value < 1L << 16)
		{
			return put(0xcd).bigEndian(value, 2);
		}
		return value < 1L << 32 ? put(0xce).bigEndian(value, 4) : put(0xcf).bigEndian(value, 8);
	}

	/** The type byte for a length of 8, 16 or 32 bits, then the length; -1: there is no 8-bit form. */
	private MsgpackWriter sized(int length, int type8, int type16, int type32)
	{
		if (length < 1 << 8 && type8 >= 0)
		{
			return put(type8).bigEndian(length, 1);
		}
		return length < 1 << 16 ? put(type16).bigEndian(length, 2) : put(type32).bigEndian(length, 4);
	}

	private MsgpackWriter bigEndian(long value, int width)
	{
		for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
		{
			put((int) (value >> shift));
		}
		return this;
	}

	private MsgpackWriter put(int value)
	{
		reserve(1);
		bytes[size++] = (byte) value;
		return this;
	}

	private MsgpackWriter raw(byte[] value)
	{
		reserve(value.length);
		System.arraycopy(value, 0, bytes, size, value.length);
		size += value.length;
		return this;
	}

	private void reserve(int more)
	{
		if (size + more > bytes.length)
		{
			bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
		}
	}
}
