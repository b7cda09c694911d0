package osrsagent.plugin;

import java.awt.Canvas;
import java.awt.Dimension;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.runelite.api.Client;
import net.runelite.api.GameObject;
import net.runelite.api.Hitsplat;
import net.runelite.api.IndexedObjectSet;
import net.runelite.api.ItemComposition;
import net.runelite.api.Menu;
import net.runelite.api.MenuAction;
import net.runelite.api.MenuEntry;
import net.runelite.api.NPC;
import net.runelite.api.ObjectComposition;
import net.runelite.api.Player;
import net.runelite.api.Point;
import net.runelite.api.Tile;
import net.runelite.api.TileItem;
import net.runelite.api.WorldView;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import net.runelite.api.events.GameObjectSpawned;
import net.runelite.api.events.ItemSpawned;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.widgets.Widget;

/** A client that answers what it is given, and 0, false or null to everything else. */
final class Fakes
{
	/** An answer that depends on what is asked. */
	interface Answer
	{
		Object to(Object[] args);
	}

	private Fakes()
	{
	}

	/**
	 * A player at (3200, 3200) of a stretched client, in an instance, sixty goblins in a row to the east, one other
	 * player, an open menu and a dialogue; every prayer is active.
	 */
	static Client client()
	{
		return of(Client.class, answers());
	}

	/** The answers of {@link #client()}, to change as a test goes. */
	static Map<String, Object> answers()
	{
		List<Object> goblins = new ArrayList<>();
		for (int i = 60; i > 0; i--)
		{
			goblins.add(of(NPC.class, Map.of("getName", "Goblin", "getId", 3029, "getWorldLocation", at(3200 + i),
				"getHealthRatio", 15, "getHealthScale", 30, "getAnimation", -1)));
		}
		Object target = goblins.get(59);
		Player self = of(Player.class, Map.of("getName", "Me", "getWorldLocation", at(3200), "getInteracting", target,
			"getLocalLocation", new LocalPoint(), "getWorldView", of(WorldView.class, Map.of("isTopLevel", true))));
		Player other = of(Player.class, Map.of("getName", "Zezima", "getWorldLocation", at(3250),
			"getInteracting", self));
		WorldView view = of(WorldView.class, Map.of("npcs", set(goblins), "players", set(List.of(self, other)),
			"worldEntities", set(Arrays.asList(null, null, null, EntityProbe.carrier())),
			"isInstance", true, "getBaseX", 3150, "getBaseY", 3140));
		Map<String, Object> answers = new HashMap<>(Map.of("getLocalPlayer", self, "getTopLevelWorldView", view,
			"getTickCount", 41, "getEnergy", 7_500, "getWorldHost", "localhost", "isMenuOpen", true,
			"getMenu", menu(other), "getCanvasWidth", 765, "getCanvasHeight", 503));
		answers.putAll(Map.of("isStretchedEnabled", true, "getStretchedDimensions", new Dimension(1530, 1006),
			"getGameCycle", 1234, "getVarbitValue", 1, "getBoostedSkillLevel", 7, "getRealSkillLevel", 12));
		answers.put("getWidget", (Answer) args -> args.length == 1 ? dialogue((int) args[0]) : null);
		Iterator<Point> pointers = List.of(pointer(-1, -1), pointer(5, 7)).iterator();
		answers.put("getMouseCanvasPosition", (Answer) args -> pointers.hasNext() ? pointers.next() : null);
		answers.put("getObjectDefinition", of(ObjectComposition.class, Map.of("getName", "Tree",
			"getActions", new String[]{"Chop down"})));
		answers.put("getItemDefinition", of(ItemComposition.class, Map.of("getName", "Bones")));
		return answers;
	}

	/** An item on a tile of a plane. */
	static ItemSpawned item(int plane)
	{
		TileItem item = of(TileItem.class, Map.of("getId", 526, "getQuantity", 1));
		Tile tile = tile(plane, new LocalPoint());
		return new ItemSpawned()
		{
			@Override
			public TileItem getItem()
			{
				return item;
			}

			@Override
			public Tile getTile()
			{
				return tile;
			}
		};
	}

	static Tile tile(int plane, LocalPoint local)
	{
		return of(Tile.class, Map.of("getWorldLocation", at(3200, plane), "getLocalLocation", local));
	}

	/** A mark over somebody's head. */
	static Hitsplat mark(int kind, int amount)
	{
		return of(Hitsplat.class, Map.of("getHitsplatType", kind, "getAmount", amount));
	}

	/** An object with a name and an option. */
	static GameObjectSpawned object()
	{
		WorldView view = of(WorldView.class, Map.of("isTopLevel", true));
		GameObject object = of(GameObject.class,
			Map.of("getId", 1276, "getWorldView", view, "getWorldLocation", at(3200)));
		return new GameObjectSpawned()
		{
			@Override
			public GameObject getGameObject()
			{
				return object;
			}
		};
	}

	/** The menu entry of a click on the other player of {@link #client()}. */
	static MenuEntry clickOn(Client client)
	{
		return client.getMenu().getMenuEntries()[2];
	}

	private static Widget dialogue(int componentId)
	{
		switch (componentId)
		{
			case InterfaceID.ChatLeft.NAME:
				return of(Widget.class, Map.of("getText", "Hans"));
			case InterfaceID.ChatLeft.TEXT:
				return of(Widget.class, Map.of("getText", "Hello, <col=0000ff>Me</col>!<br>What are you doing here?"));
			default:
				return null;
		}
	}

	static Canvas source()
	{
		System.setProperty("java.awt.headless", "true");
		return new Canvas();
	}

	private static Menu menu(Player other)
	{
		MenuEntry[] entries = {
			entry("Cancel", "", Map.of("getType", MenuAction.UNKNOWN)),
			entry("Message", "<col=ffffff>Zezima</col>", Map.of("getType", MenuAction.UNKNOWN)),
			entry("Follow", "<col=ffffff>Zezima</col>", Map.of("getType", MenuAction.UNKNOWN, "getPlayer", other)),
			entry("Chop down", "<col=ffff>Oak tree</col>", Map.of("getType", MenuAction.GAME_OBJECT_FIRST_OPTION)),
		};
		return of(Menu.class, Map.of("getMenuEntries", entries, "getMenuX", 100, "getMenuY", 200, "getMenuWidth", 120,
			"getMenuHeight", 82));
	}

	private static MenuEntry entry(String option, String target, Map<String, Object> more)
	{
		Map<String, Object> answers = new HashMap<>(more);
		answers.put("getOption", option);
		answers.put("getTarget", target);
		return of(MenuEntry.class, answers);
	}

	static IndexedObjectSet<?> set(List<?> things)
	{
		return (IndexedObjectSet<?>) Proxy.newProxyInstance(Fakes.class.getClassLoader(),
			new Class<?>[]{IndexedObjectSet.class}, (proxy, method, args) -> method.getName().equals("byIndex")
				? (int) args[0] < things.size() ? things.get((int) args[0]) : null : things.iterator());
	}

	private static Point pointer(int x, int y)
	{
		return new Point()
		{
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

	static WorldPoint at(int x)
	{
		return at(x, 0);
	}

	private static WorldPoint at(int x, int plane)
	{
		return new WorldPoint()
		{
			@Override
			public int getX()
			{
				return x;
			}

			@Override
			public int getY()
			{
				return 3200;
			}

			@Override
			public int getPlane()
			{
				return plane;
			}
		};
	}

	static <T> T of(Class<T> kind, Map<String, Object> answers)
	{
		InvocationHandler handler = (proxy, method, args) ->
		{
			switch (method.getName())
			{
				case "equals":
					return proxy == args[0];
				case "hashCode":
					return System.identityHashCode(proxy);
				default:
					Object answer = answers.getOrDefault(method.getName(), nothing(method.getReturnType()));
					return answer instanceof Answer ? ((Answer) answer).to(args) : answer;
			}
		};
		return kind.cast(Proxy.newProxyInstance(Fakes.class.getClassLoader(), new Class<?>[]{kind}, handler));
	}

	private static Object nothing(Class<?> kind)
	{
		if (kind == boolean.class)
		{
			return false;
		}
		if (kind == float.class)
		{
			return 0f;
		}
		return kind == int.class ? 0 : null;
	}
}
