package osrsagent.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A game without a game: {@code PORT TOKEN SESSION FIRST_PAUSE_MS}, then commands line by line on its standard input.
 * It answers each with one line.
 */
final class Game
{
	private static long nextIndex;

	private Game()
	{
	}

	public static void main(String[] args) throws IOException
	{
		Greeting greeting = new Greeting(args[2], "java test game", List.of("attack", "woodcutting"));
		Backoff backoff = new Backoff(Long.parseLong(args[3]), 10_000, new Random(1));
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (AgentLink link = AgentLink.open(Integer.parseInt(args[0]), Path.of(args[1]), greeting, backoff))
		{
			for (String line = commands.readLine(); line != null; line = commands.readLine())
			{
				System.out.println(answer(link, line.split(" ")));
			}
		}
	}

	private static String answer(AgentLink link, String[] words) throws IOException
	{
		switch (words[0])
		{
			case "ticks": // COUNT PERIOD_US BYTES
				return offerTicks(link, number(words[1]), number(words[2]), number(words[3]));
			case "json": // PORT COUNT PERIOD_US BYTES
				return sendJson(number(words[1]), number(words[2]), number(words[3]), number(words[4]));
			case "bank": // STACKS
				link.offer(Examples.stateWithBank(number(words[1])), Protocol.nowNs());
				return "ok";
			case "nan":
				link.offer(new GameStateValue(new TickValue(nextIndex++, 0, null), GamePhase.LOGGED_IN,
					new ViewValue(765, 503, new RectValue(0, 0, 765, 503), Double.NaN, null, null, null, null, null),
					new InterfaceValue(null, null, null, null, null, null),
					null, null, null, null, null, null, null, null, null, null, null, null, null), Protocol.nowNs());
				return "ok";
			case "input":
				long nowNs = Protocol.nowNs();
				link.offer(List.of(InputEventValue.keyPress(nowNs - 1000, "a", Author.HUMAN),
					InputEventValue.keyRelease(nowNs, "a", Author.HUMAN)), nowNs);
				return "ok";
			case "beat":
				link.beat(Protocol.nowNs());
				return "ok";
			case "await": // connected | sessions N | settled N | failed
				return await(link, words);
			default:
				return statistics(link.statistics());
		}
	}

	/** Waits until something holds, for 10 s at most; the statistics then. */
	private static String await(AgentLink link, String[] words)
	{
		long deadlineNs = Protocol.nowNs() + 10_000_000_000L;
		LinkStatistics counts = link.statistics();
		while (!holds(counts, words) && Protocol.nowNs() < deadlineNs)
		{
			LockSupport.parkNanos(1_000_000);
			counts = link.statistics();
		}
		return statistics(counts);
	}

	private static boolean holds(LinkStatistics counts, String[] words)
	{
		switch (words[1])
		{
			case "connected":
				return counts.isConnected;
			case "sessions":
				return counts.sessions >= number(words[2]);
			case "settled":
				return counts.sent + counts.dropped >= number(words[2]);
			default:
				return !counts.lastFailure.isEmpty();
		}
	}

	/**
	 * When each tick was offered, in nanoseconds. What a stall of the machine delayed is not made up for in a burst, which
	 * no queue of eight could hold: the game goes on at its pace.
	 */
	private static String offerTicks(AgentLink link, int count, int periodUs, int bytes)
	{
		GameStateValue model = Examples.stateOfBytes(0, bytes);
		StringBuilder offeredNs = new StringBuilder();
		long dueNs = Protocol.nowNs();
		for (int i = 0; i < count; i++)
		{
			sleepUntil(dueNs);
			long nowNs = Protocol.nowNs();
			link.offer(withIndex(model, nextIndex++), nowNs);
			offeredNs.append(nowNs).append(' ');
			dueNs = Math.max(dueNs + 1000L * periodUs, nowNs);
		}
		return offeredNs.toString().trim();
	}

	/** The baseline: the same states as lines of JSON over a plain socket; when each was begun, in nanoseconds. */
	private static String sendJson(int port, int count, int periodUs, int bytes) throws IOException
	{
		GameStateValue model = Examples.stateOfBytes(0, bytes);
		Messages messages = new Messages();
		StringBuilder begunNs = new StringBuilder();
		try (Socket socket = new Socket(Protocol.HOST, port))
		{
			socket.setTcpNoDelay(true);
			OutputStream out = socket.getOutputStream();
			long dueNs = Protocol.nowNs();
			for (int i = 0; i < count; i++)
			{
				Object tree = MsgpackReader.readMap(messages.tick(i, 0, 0, withIndex(model, i)));
				sleepUntil(dueNs);
				begunNs.append(Protocol.nowNs()).append(' ');
				out.write((Json.write(tree) + "\n").getBytes(StandardCharsets.UTF_8));
				dueNs += 1000L * periodUs;
			}
		}
		return begunNs.toString().trim();
	}

	private static GameStateValue withIndex(GameStateValue model, long index)
	{
		return new GameStateValue(new TickValue(index, 0, null), model.phase, model.view, model.overlay, model.player,
			model.skills, model.entities, model.inventory, model.bank, model.equipment, model.mouse, model.worldHost,
			model.scene, model.prayers, model.totals, model.events, model.unmeasured);
	}

	private static void sleepUntil(long dueNs)
	{
		for (long leftNs = dueNs - Protocol.nowNs(); leftNs > 0; leftNs = dueNs - Protocol.nowNs())
		{
			LockSupport.parkNanos(leftNs);
		}
	}

	private static String statistics(LinkStatistics counts)
	{
		return String.format("{\"is_connected\":%b,\"sent\":%d,\"dropped\":%d,\"sent_ticks\":%d,"
				+ "\"dropped_ticks\":%d,\"reduced\":%d,\"sessions\":%d,\"last_failure\":%s}",
			counts.isConnected, counts.sent, counts.dropped, counts.sentTicks, counts.droppedTicks, counts.reduced,
			counts.sessions,
			Json.write(counts.lastFailure));
	}

	private static int number(String word)
	{
		return Integer.parseInt(word);
	}
}
