package osrsagent.plugin;

import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.runelite.api.Client;
import net.runelite.api.HitsplatID;
import net.runelite.api.Skill;
import osrsagent.wire.AgentLink;
import osrsagent.wire.Author;
import osrsagent.wire.Backoff;
import osrsagent.wire.Greeting;
import osrsagent.wire.InputEventValue;
import osrsagent.wire.Protocol;

/**
 * Runs the glue's own decisions against a client that is made of answers: {@code keys}, {@code guard}, {@code budget},
 * {@code counts}, or {@code tick PORT TOKEN} and the trials of {@link InputProbe}, {@link EntityProbe} and
 * {@link PluginProbe}, whose outcome goes to a listener.
 */
final class Probe
{
	private static final List<Set<Typing.TextKey>> NO_TEXT = List.of(Set.of(), Set.of(Typing.TextKey.DIGIT),
		Set.of(Typing.TextKey.SPACE), Set.of(Typing.TextKey.LETTER));

	private Probe()
	{
	}

	public static void main(String[] args) throws Exception
	{
		switch (args[0])
		{
			case "keys":
				keys();
				break;
			case "guard":
				guard();
				break;
			case "budget":
				budget();
				break;
			case "counts":
				counts();
				break;
			case "scene":
			case "gap":
			case "private":
			case "chat":
			case "quiet":
			case "gains":
			case "address":
				new PluginProbe(Integer.parseInt(args[1]), args[2]).run(args[0]);
				break;
			default:
				try (AgentLink link = AgentLink.open(Integer.parseInt(args[1]), Path.of(args[2]),
					new Greeting("probe", "probe", Skills.names()), new Backoff(20, 1000, new Random(1))))
				{
					offer(args[0], link);
					System.in.read(); // until the test has what it wants
				}
		}
	}

	private static void keys()
	{
		TreeSet<String> names = new TreeSet<>();
		for (int code = 0; code < 0x10000; code++)
		{
			for (Set<Typing.TextKey> noText : NO_TEXT)
			{
				String name = KeyNames.of(code, noText);
				names.add(name == null ? "" : name);
			}
		}
		System.out.println(String.join(" ", names));
		for (int code : new int[]{KeyEvent.VK_5, KeyEvent.VK_Q, KeyEvent.VK_PERIOD, KeyEvent.VK_SPACE, KeyEvent.VK_F5})
		{
			String[] found = NO_TEXT.stream().map(noText -> KeyNames.of(code, noText)).map(String::valueOf)
				.toArray(String[]::new);
			System.out.println(String.join(" ", found));
		}
	}

	/** What reaches the client thread of a handler that fails, twice, and of one that does not fit the client. */
	private static void guard()
	{
		Guard guard = new Guard();
		guard.run(() -> System.out.println("ran"));
		guard.run(() ->
		{
			throw new NoSuchMethodError("Client.newName");
		});
		guard.run(() ->
		{
			throw new IllegalStateException("again");
		});
		System.out.println(guard.failures());
	}

	/** What the overlay counts of two messages of input and nine ticks that no agent takes: eight messages are kept. */
	private static void counts() throws IOException
	{
		try (AgentLink link = AgentLink.open(1, Path.of("nowhere"), new Greeting("probe", "probe", Skills.names()),
			new Backoff(1000, 1000, new Random(1))))
		{
			TickCollector collector = new TickCollector(Fakes.client(), new BridgeConfig()
			{
			}, new SceneTracker(), Protocol::nowNs);
			for (int i = 0; i < 2; i++)
			{
				link.offer(List.of(InputEventValue.pointerMove(i, 1, 1, Author.HUMAN)), i);
			}
			for (int i = 0; i < 9; i++)
			{
				link.offer(collector.collect(i), i);
			}
			System.out.println(BridgeOverlay.counts(link.statistics()));
		}
	}

	/** How many of 20 shapes are measured and left out where each takes no time, and where each takes 1 ms. */
	private static void budget()
	{
		for (long eachNs : new long[]{0, 1_000_000})
		{
			long[] nowNs = {0};
			MeasuringBudget budget = new MeasuringBudget(() -> nowNs[0]);
			int measured = 0;
			for (int i = 0; i < 20; i++)
			{
				measured += budget.measure(() ->
				{
					nowNs[0] += eachNs;
					return new Rectangle(0, 0, 5, 5);
				}) == null ? 0 : 1;
			}
			System.out.println(measured + " " + (20 - measured));
		}
	}

	private static void offer(String what, AgentLink link)
	{
		long nowNs = Protocol.nowNs();
		if ("tick".equals(what))
		{
			Client client = Fakes.client();
			TickCollector collector = new TickCollector(client, new BridgeConfig()
			{
			}, new SceneTracker(), Protocol::nowNs);
			happen(client, collector.events(), nowNs);
			link.offer(collector.collect(nowNs), nowNs);
			link.offer(collector.collect(nowNs), nowNs);
			return;
		}
		if (List.of("sight", "crowd", "boat").contains(what))
		{
			new EntityProbe(link).run(what);
			return;
		}
		new InputProbe(link).run(what);
	}

	/** A hit on the player, a heal, a hit on a goblin that minds its own business, experience, a click on a player. */
	private static void happen(Client client, GameEventCollector events, long nowNs)
	{
		events.learned(Skill.HITPOINTS, 1_000, nowNs - 900);
		events.learned(Skill.HITPOINTS, 1_040, nowNs - 800);
		events.hit(client.getLocalPlayer(), Fakes.mark(16, 3), nowNs - 700);
		events.hit(client.getLocalPlayer(), Fakes.mark(HitsplatID.HEAL, 8), nowNs - 650);
		events.hit(client.getTopLevelWorldView().npcs().iterator().next(), Fakes.mark(16, 9), nowNs - 600);
		events.began(client.getLocalPlayer().getInteracting(), nowNs - 500);
		events.died(client.getLocalPlayer().getInteracting(), nowNs - 400);
		events.chose(Fakes.clickOn(client), nowNs - 300);
	}
}
