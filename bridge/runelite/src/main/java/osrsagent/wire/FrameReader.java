package osrsagent.wire;

import java.nio.ByteBuffer;

/** Cuts a stream of bytes into payloads; how the stream was split makes no difference. */
final class FrameReader
{
	private final ByteBuffer bytes = ByteBuffer.allocate(Protocol.HEADER_BYTES + Protocol.MAX_FRAME_BYTES);

	/** Where to put the next bytes of the stream; never full once {@link #nextPayload} has said null. */
	ByteBuffer space()
	{
		return bytes;
	}

	/** Whether bytes of an unfinished frame wait for the rest. */
	boolean hasPartial()
	{
		return bytes.position() > 0;
	}

	/**
	 * The next whole payload, or null where more bytes are needed.
	 *
	 * @throws ProtocolException the length announced is 0 or above the limit
	 */
	byte[] nextPayload() throws ProtocolException
	{
		if (bytes.position() < Protocol.HEADER_BYTES)
		{
			return null;
		}
		int length = bytes.getInt(0);
		if (length <= 0 || length > Protocol.MAX_FRAME_BYTES)
		{
			throw new ProtocolException("a frame holds 1 to " + Protocol.MAX_FRAME_BYTES + " bytes, found "
				+ Integer.toUnsignedString(length));
		}
		if (bytes.position() < Protocol.HEADER_BYTES + length)
		{
			return null;
		}
		byte[] payload = new byte[length];
		bytes.flip();
		bytes.position(Protocol.HEADER_BYTES);
		bytes.get(payload);
		bytes.compact();
		return payload;
	}
}
