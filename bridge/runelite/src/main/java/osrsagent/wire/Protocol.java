package osrsagent.wire;

import java.util.concurrent.TimeUnit;

/** The fixed numbers of docs/protocol.md. */
public final class Protocol
{
	public static final int MAJOR = 1;
	public static final int MINOR = 2;
	public static final int DEFAULT_PORT = 43597;
	public static final int MAX_EVENTS = 256;

	static final String HOST = "127.0.0.1";
	static final int HEADER_BYTES = 4;
	static final int MIN_FRAME_BYTES = 1024;
	static final int MAX_FRAME_BYTES = 65536;
	static final int NONCE_BYTES = 32;
	static final int PROOF_BYTES = 32;
	static final int MAX_MESSAGES = 8;

	static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(600);
	static final long HANDSHAKE_NS = TimeUnit.SECONDS.toNanos(2);
	static final long FRAME_NS = TimeUnit.SECONDS.toNanos(1);
	static final long AGENT_SILENCE_NS = TimeUnit.SECONDS.toNanos(5);
	static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(300);

	private static final long ORIGIN_NS = Math.min(0, System.nanoTime());

	private Protocol()
	{
	}

	/**
	 * The sender's monotonic clock. It is {@link System#nanoTime} itself, which on Linux is the clock that the agent
	 * reads too, unless that counts from a negative number, which the wire forbids.
	 */
	public static long nowNs()
	{
		return System.nanoTime() - ORIGIN_NS;
	}
}
