package osrsagent.plugin;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.runelite.api.Client;
import net.runelite.api.NPC;
import net.runelite.api.Player;
import net.runelite.api.WorldEntity;
import net.runelite.api.WorldView;
import net.runelite.api.coords.LocalPoint;
import osrsagent.wire.AgentLink;
import osrsagent.wire.Protocol;

/** What the collector makes of a world that changes from tick to tick, told over a link. */
final class EntityProbe
{
	private static final int BOAT = 3;
	private static final int GOBLINS = 60;
	private static final int IN_SIGHT = 20;

	private final Map<String, Object> answers = Fakes.answers();
	private final Client client = Fakes.of(Client.class, answers);
	private final SceneTracker scene = new SceneTracker();
	private final TickCollector collector = new TickCollector(client, new BridgeConfig()
	{
	}, scene, () -> 0);
	private final AgentLink link;

	EntityProbe(AgentLink link)
	{
		this.link = link;
	}

	/** @param what {@code sight}, {@code crowd} or {@code boat} */
	void run(String what)
	{
		switch (what)
		{
			case "sight":
				sight();
				break;
			case "crowd":
				crowd();
				break;
			default:
				boat();
		}
	}

	/** Twenty goblins of sixty stand where one sees them; the third has no shape, the second is beside the viewport. */
	private void sight()
	{
		answers.putAll(Map.of("getViewportWidth", 512, "getViewportHeight", 334));
		List<Object> goblins = new ArrayList<>();
		for (int i = 1; i <= GOBLINS; i++)
		{
			Map<String, Object> goblin = goblin(i);
			if (i <= IN_SIGHT)
			{
				goblin.put("getLocalLocation", new LocalPoint());
				goblin.put("getConvexHull", i == 3 ? null : new Rectangle(i == 2 ? 600 : 10 * i, 20, 9, 9));
			}
			goblins.add(Fakes.of(NPC.class, goblin));
		}
		surround(goblins);
		tell();
	}

	/** One goblin of sixty is near, far for two ticks, and near again; a nameless one is fought while it is near. */
	private void crowd()
	{
		Object nameless = Fakes.of(NPC.class, Map.of());
		Map<String, Object> fighter = new HashMap<>(Map.of("getName", "Me", "getWorldLocation", Fakes.at(3200),
			"getWorldView", client.getLocalPlayer().getWorldView(), "getLocalLocation", new LocalPoint()));
		answers.put("getLocalPlayer", Fakes.of(Player.class, fighter));
		fighter.put("getInteracting", nameless);
		List<Object> goblins = new ArrayList<>(List.of(nameless));
		Map<String, Object> walker = goblin(1);
		goblins.add(Fakes.of(NPC.class, walker));
		for (int i = 2; i <= GOBLINS; i++)
		{
			goblins.add(Fakes.of(NPC.class, goblin(i)));
		}
		surround(goblins);
		tell();
		walker.put("getWorldLocation", Fakes.at(4000));
		fighter.remove("getInteracting");
		tell();
		tell();
		walker.put("getWorldLocation", Fakes.at(3201));
		fighter.put("getInteracting", nameless);
		tell();
	}

	/** The player goes aboard; then the client no longer says which boat it is. Bones lie ashore and on deck. */
	private void boat()
	{
		scene.add(Fakes.item(0).getItem(), Fakes.item(0).getTile());
		scene.add(Fakes.item(0).getItem(), Fakes.tile(0, onBoat()));
		Player self = client.getLocalPlayer();
		WorldView deck = Fakes.of(WorldView.class, Map.of("getId", BOAT, "isTopLevel", false));
		answers.put("getLocalPlayer", Fakes.of(Player.class, Map.of("getName", "Me", "getWorldView", deck,
			"getWorldLocation", Fakes.at(9), "getLocalLocation", onBoat(), "getInteracting", self.getInteracting())));
		answers.put("getLocalDestinationLocation", onBoat());
		tell();
		WorldView top = client.getTopLevelWorldView();
		answers.put("getTopLevelWorldView", Fakes.of(WorldView.class, Map.of("npcs", top.npcs(), "players",
			top.players(), "worldEntities", Fakes.set(List.of()), "isInstance", true, "getBaseX", 3150)));
		tell();
	}

	/** A boat whose deck's corner is carried five tiles east and ten tiles north of the scene's base. */
	static WorldEntity carrier()
	{
		return Fakes.of(WorldEntity.class, Map.of("transformToMainWorld",
			(Fakes.Answer) args -> ((LocalPoint) args[0]).getWorldView() == BOAT ? point(640, 1300, 0) : null));
	}

	private static LocalPoint onBoat()
	{
		return point(64, 64, BOAT);
	}

	private static LocalPoint point(int x, int y, int worldView)
	{
		return new LocalPoint()
		{
			@Override
			public int getWorldView()
			{
				return worldView;
			}

			@Override
			public int getX()
			{
				return x;
			}

			@Override
			public int getY()
			{
				return y;
			}
		};
	}

	private static Map<String, Object> goblin(int east)
	{
		return new HashMap<>(Map.of("getName", "Goblin", "getId", east, "getWorldLocation", Fakes.at(3200 + east)));
	}

	private void surround(List<Object> goblins)
	{
		answers.put("getTopLevelWorldView", Fakes.of(WorldView.class, Map.of("npcs", Fakes.set(List.copyOf(goblins)),
			"players", Fakes.set(List.of()))));
	}

	private void tell()
	{
		long nowNs = Protocol.nowNs();
		link.offer(collector.collect(nowNs), nowNs);
	}
}
