package osrsagent.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends a game's states to the agent from a daemon thread of its own (docs/protocol.md, "The game's side").
 *
 * <p>No method that the game's loop calls ever waits: messages go to a queue of eight whose oldest makes room, and
 * while no agent listens the thread dials again with growing pauses. Nothing that the agent sends acts on the game.
 */
public final class AgentLink implements AutoCloseable
{
	private static final int CONNECT_TIMEOUT_MS = 1000;
	private static final long JOIN_MS = 500;

	private final int port;
	private final Path tokenPath;
	private final Greeting greeting;
	private final Backoff backoff;
	private final SecureRandom random = new SecureRandom();
	private final Outbox outbox = new Outbox();
	private final CountDownLatch stopping = new CountDownLatch(1);
	private final Selector selector;
	private final Thread thread;

	private volatile boolean isConnected;
	private volatile int sessions;
	private volatile String lastFailure = "";

	private AgentLink(int port, Path tokenPath, Greeting greeting, Backoff backoff) throws IOException
	{
		this.port = port;
		this.tokenPath = tokenPath;
		this.greeting = greeting;
		this.backoff = backoff;
		selector = Selector.open();
		thread = new Thread(this::run, "osrs-agent link");
		thread.setDaemon(true);
	}

	/**
	 * Starts the sending thread.
	 *
	 * @param port the agent's port on 127.0.0.1
	 * @param tokenPath the token file, read anew for each connection
	 */
	public static AgentLink open(int port, Path tokenPath, Greeting greeting, Backoff backoff) throws IOException
	{
		AgentLink link = new AgentLink(port, tokenPath, greeting, backoff);
		link.thread.start();
		return link;
	}

	/** Queues the state of a tick, collected at {@code nowNs}; called by the game's loop, never waits. */
	public void offer(GameStateValue state, long nowNs)
	{
		outbox.putState(state, nowNs);
		selector.wakeup();
	}

	/** Queues what a person did, 1 to 256 events in order of their times; called by the game's loop, never waits. */
	public void offer(List<InputEventValue> events, long nowNs)
	{
		if (events.isEmpty() || events.size() > Protocol.MAX_EVENTS)
		{
			throw new IllegalArgumentException("a message has 1 to 256 events, found " + events.size());
		}
		outbox.putEvents(List.copyOf(events), nowNs);
		selector.wakeup();
	}

	/**
	 * Says that the game's loop runs; called on every turn of it, sends only after 300 ms without a message. It is not
	 * the sending thread's to say: a game that hangs must fall silent.
	 */
	public void beat(long nowNs)
	{
		if (outbox.beat(nowNs))
		{
			selector.wakeup();
		}
	}

	public LinkStatistics statistics()
	{
		return new LinkStatistics(isConnected, outbox, sessions, lastFailure);
	}

	/** Ends the thread: where a session is open, what waits is sent and bye said. Takes at most half a second. */
	@Override
	public void close()
	{
		stopping.countDown();
		selector.wakeup();
		try
		{
			thread.join(JOIN_MS);
		}
		catch (InterruptedException ex)
		{
			Thread.currentThread().interrupt();
		}
	}

	private void run()
	{
		try (selector)
		{
			int failures = 0;
			do
			{
				int before = sessions;
				tryToTalk();
				failures = sessions > before ? 1 : failures + 1;
			}
			while (!stopping.await(backoff.waitMs(failures), TimeUnit.MILLISECONDS));
		}
		catch (IOException | InterruptedException ex)
		{
			lastFailure = ProtocolException.printable("the link ended: " + ex);
		}
	}

	private void tryToTalk()
	{
		try
		{
			talk();
		}
		catch (IOException | RuntimeException ex)
		{
			lastFailure = ProtocolException.printable(String.valueOf(ex.getMessage()));
		}
		finally
		{
			isConnected = false;
		}
	}

	private void talk() throws IOException
	{
		Token token = Token.read(tokenPath);
		byte[] nonce = new byte[Protocol.NONCE_BYTES];
		random.nextBytes(nonce);
		try (SocketChannel channel = SocketChannel.open())
		{
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.socket().connect(new InetSocketAddress(Protocol.HOST, port), CONNECT_TIMEOUT_MS);
			channel.configureBlocking(false);
			new Conversation(channel, selector, token, nonce, outbox, this::onOpen)
				.hold(greeting, () -> stopping.getCount() == 0);
		}
	}

	private void onOpen()
	{
		sessions++;
		isConnected = true;
	}
}
