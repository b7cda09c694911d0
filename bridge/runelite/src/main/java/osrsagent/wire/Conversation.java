package osrsagent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The game's end of one connection to the agent: greet, prove, then send until told to stop (docs/protocol.md,
 * "Handshake" and "The game's side"). Only the sending thread uses it.
 */
final class Conversation
{
	private enum Step
	{
		GREETED, PROVEN, OPEN
	}

	private static final long LONGEST_WAIT_MS = 250;
	private static final long FAREWELL_NS = TimeUnit.MILLISECONDS.toNanos(250);

	private final SocketChannel channel;
	private final Selector selector;
	private final Token token;
	private final byte[] nonce;
	private final Outbox outbox;
	private final Runnable onOpen;
	private final Messages messages = new Messages();
	private final FrameReader reader = new FrameReader();
	private final long openedNs = Protocol.nowNs();

	private Step step = Step.GREETED;
	private int maxFrameBytes = Protocol.MAX_FRAME_BYTES;
	private long heardNs = openedNs;
	private long partialNs = openedNs;
	private ByteBuffer leaving;
	private Outbox.Taken leavingMessage;

	/**
	 * @param channel connected and not blocking; the caller closes it
	 * @param nonce 32 fresh random bytes, used for this connection only
	 * @param onOpen called once, when the agent says welcome
	 */
	Conversation(SocketChannel channel, Selector selector, Token token, byte[] nonce, Outbox outbox, Runnable onOpen)
	{
		this.channel = channel;
		this.selector = selector;
		this.token = token;
		this.nonce = nonce;
		this.outbox = outbox;
		this.onOpen = onOpen;
	}

	/**
	 * Talks until {@code isStopping}, then sends what waits and says bye.
	 *
	 * @throws IOException the agent refused, hung up or broke the protocol, or the connection broke
	 */
	void hold(Greeting greeting, BooleanSupplier isStopping) throws IOException
	{
		SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
		try
		{
			leave(messages.hello(nonce, greeting));
			while (!isStopping.getAsBoolean())
			{
				turn(key);
			}
			sayBye(key);
		}
		finally
		{
			key.cancel();
			selector.selectNow(); // takes the cancelled key out of the selector
			if (leavingMessage != null)
			{
				outbox.lose(leavingMessage);
			}
		}
	}

	private void turn(SelectionKey key) throws IOException
	{
		flush();
		key.interestOps(leaving == null ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
		selector.select(waitMs());
		selector.selectedKeys().clear();
		read();
		checkDeadlines();
	}

	/** Sends frames, one write each, until nothing waits or the socket is full. */
	private void flush() throws IOException
	{
		while (leaving != null || takeNext())
		{
			channel.write(leaving);
			if (leaving.hasRemaining())
			{
				return;
			}
			leaving = null;
			leavingMessage = null;
		}
	}

	/** Whether there was a next message to send. */
	private boolean takeNext()
	{
		if (step != Step.OPEN)
		{
			return false;
		}
		for (Outbox.Taken taken = outbox.take(); taken != null; taken = outbox.take())
		{
			byte[] payload = encode(taken);
			if (payload != null)
			{
				leave(payload);
				leavingMessage = taken;
				return true;
			}
			outbox.lose(taken);
		}
		long beatNs = outbox.takeBeatNs();
		if (beatNs >= 0)
		{
			leave(messages.heartbeat(beatNs));
		}
		return beatNs >= 0;
	}

	/** The payload of a message; null where no reader would accept it. */
	private byte[] encode(Outbox.Taken taken)
	{
		try
		{
			byte[] payload = taken.message.encode(messages, taken.dropped);
			if (payload.length <= maxFrameBytes)
			{
				return payload;
			}
			NumberedMessage smaller = taken.message.reduced();
			payload = smaller == null ? payload : smaller.encode(messages, taken.dropped);
			if (payload.length > maxFrameBytes)
			{
				return null;
			}
			outbox.countReduced();
			return payload;
		}
		catch (RuntimeException ex)
		{
			return null; // such as a number that is not finite
		}
	}

	private void leave(byte[] payload)
	{
		leaving = ByteBuffer.allocate(Protocol.HEADER_BYTES + payload.length).putInt(payload.length).put(payload);
		leaving.flip();
	}

	private void read() throws IOException
	{
		boolean wasPartial = reader.hasPartial();
		int count = channel.read(reader.space());
		if (count < 0)
		{
			throw new ProtocolException("the agent ended the connection");
		}
		if (count == 0)
		{
			return;
		}
		long nowNs = Protocol.nowNs();
		partialNs = wasPartial ? partialNs : nowNs;
		for (byte[] payload = reader.nextPayload(); payload != null; payload = reader.nextPayload())
		{
			heardNs = nowNs;
			partialNs = nowNs;
			take(AgentMessage.read(payload));
		}
	}

	private void take(AgentMessage message) throws IOException
	{
		if (message.type == AgentMessage.Type.ERROR)
		{
			throw new ProtocolException("the agent refused this game: " + message.error());
		}
		if (message.type == AgentMessage.Type.CHALLENGE && step == Step.GREETED && leaving == null)
		{
			prove(message);
		}
		else if (message.type == AgentMessage.Type.WELCOME && step == Step.PROVEN && leaving == null)
		{
			step = Step.OPEN;
			maxFrameBytes = message.maxFrameBytes();
			outbox.dropBefore(heardNs - Protocol.TICK_NS);
			onOpen.run();
		}
		else if (message.type != AgentMessage.Type.PING || step != Step.OPEN)
		{
			throw new ProtocolException("found a " + message.type + " of the agent in step " + step);
		}
	}

	/** Answers with this side's proof, but not to an impostor. */
	private void prove(AgentMessage challenge) throws IOException
	{
		if (!token.isAgentProof(challenge.proof(), nonce, challenge.nonce()))
		{
			throw new ProtocolException("the agent does not hold the token of this side");
		}
		step = Step.PROVEN;
		leave(messages.auth(token.gameProof(nonce, challenge.nonce())));
		flush();
	}

	private void sayBye(SelectionKey key) throws IOException
	{
		long deadlineNs = Protocol.nowNs() + FAREWELL_NS;
		flush();
		while (step == Step.OPEN && leaving != null && Protocol.nowNs() < deadlineNs)
		{
			turn(key);
		}
		if (step == Step.OPEN && leaving == null)
		{
			leave(messages.bye("the game was closed"));
			channel.write(leaving);
		}
	}

	private void checkDeadlines() throws IOException
	{
		if (Protocol.nowNs() > deadlineNs())
		{
			throw new ProtocolException("the agent is too slow in step " + step);
		}
	}

	private long deadlineNs()
	{
		long dueNs = step == Step.OPEN ? heardNs + Protocol.AGENT_SILENCE_NS : openedNs + Protocol.HANDSHAKE_NS;
		return reader.hasPartial() ? Math.min(dueNs, partialNs + Protocol.FRAME_NS) : dueNs;
	}

	private long waitMs()
	{
		long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs() - Protocol.nowNs());
		return Math.max(1, Math.min(LONGEST_WAIT_MS, leftMs));
	}
}
