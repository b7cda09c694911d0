package osrsagent.plugin;

import java.awt.Rectangle;
import java.awt.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.runelite.api.Actor;
import net.runelite.api.Client;
import net.runelite.api.NPC;
import net.runelite.api.Perspective;
import net.runelite.api.Player;
import net.runelite.api.Point;
import net.runelite.api.TileItem;
import net.runelite.api.TileObject;
import net.runelite.api.WorldView;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import osrsagent.wire.EntityKind;
import osrsagent.wire.EntityTotalsValue;
import osrsagent.wire.EntityValue;
import osrsagent.wire.RectValue;

/** NPCs, players, objects and ground items, nearest first; those nearest on screen with their place on the canvas. */
final class EntityCollector
{
	private static final int MAX_NPCS = 48;
	private static final int MAX_PLAYERS = 24;
	private static final int MAX_OBJECTS = 64;
	private static final int MAX_ITEMS = 32;

	private static final class Candidate
	{
		private final String key;
		private final long squareTiles;
		private final boolean isTarget;
		private final LocalPoint place;
		private final Supplier<Shape> outline;
		private final Function<RectValue, EntityValue> entity;
		private RectValue bounds;
		private boolean isUnmeasured;

		private Candidate(String key, long squareTiles, boolean isTarget, LocalPoint place, Supplier<Shape> outline,
			Function<RectValue, EntityValue> entity)
		{
			this.key = key;
			this.squareTiles = squareTiles;
			this.isTarget = isTarget;
			this.place = place;
			this.outline = outline;
			this.entity = entity;
		}
	}

	private final Client client;
	private final BridgeConfig config;
	private final SceneTracker scene;
	private final ItemNames itemNames;
	private final PlayerNames playerNames;
	private final ObjectNames objectNames;
	private final ActorKeys keys;
	private final LongSupplier clockNs;
	private PlayerPlace here;
	private EntityTotalsValue totals;
	private List<String> unmeasured;

	EntityCollector(Client client, BridgeConfig config, SceneTracker scene, ItemNames itemNames,
		PlayerNames playerNames, ActorKeys keys, LongSupplier clockNs)
	{
		this.client = client;
		this.config = config;
		this.scene = scene;
		this.itemNames = itemNames;
		this.playerNames = playerNames;
		this.keys = keys;
		this.clockNs = clockNs;
		this.objectNames = new ObjectNames(client);
	}

	/** The keys of what was on screen in the last tick but was not measured; null where nothing was collected. */
	List<String> unmeasured()
	{
		return unmeasured;
	}

	/** How many of each kind there were in the last tick; null where nothing was collected. */
	EntityTotalsValue totals()
	{
		return totals;
	}

	/** The key of whom an actor deals with; "" for nobody. */
	String targetKey(Actor actor)
	{
		return keys.of(actor.getInteracting(), client.getLocalPlayer());
	}

	/** @param place where the player is; where that is unknown, null is what comes back: nobody knows what is near */
	List<EntityValue> collect(Rectangle viewport, PlayerPlace place)
	{
		keys.nextTick(present());
		here = place;
		totals = null;
		unmeasured = null;
		return here == null ? null : nearby(viewport);
	}

	private List<EntityValue> nearby(Rectangle viewport)
	{
		List<Candidate> candidates = new ArrayList<>();
		List<Candidate> npcs = npcs();
		List<Candidate> players = players();
		List<Candidate> objects = objects();
		List<Candidate> items = items();
		Integer playersOrNull = config.sendPlayers() ? players.size() : null;
		totals = new EntityTotalsValue(npcs.size(), playersOrNull, objects.size(), items.size());
		candidates.addAll(nearest(npcs, MAX_NPCS));
		candidates.addAll(nearest(players, MAX_PLAYERS));
		candidates.addAll(nearest(objects, MAX_OBJECTS));
		candidates.addAll(nearest(items, MAX_ITEMS));
		candidates = nearest(candidates, candidates.size());
		measure(candidates, viewport);
		List<EntityValue> entities = new ArrayList<>();
		unmeasured = new ArrayList<>();
		for (Candidate candidate : candidates)
		{
			if (candidate.isUnmeasured)
			{
				unmeasured.add(candidate.key);
			}
			entities.add(candidate.entity.apply(candidate.bounds));
		}
		return entities;
	}

	/** Everybody in the top-level world, those too that are not sent. */
	private List<Actor> present()
	{
		List<Actor> present = new ArrayList<>();
		for (NPC npc : client.getTopLevelWorldView().npcs())
		{
			present.add(npc);
		}
		for (Player player : client.getTopLevelWorldView().players())
		{
			present.add(player);
		}
		return present;
	}

	/** The player's target first, then the nearest on screen, until the budget is used up. */
	private void measure(List<Candidate> candidates, Rectangle viewport)
	{
		MeasuringBudget budget = new MeasuringBudget(clockNs);
		for (boolean isTarget : new boolean[]{true, false})
		{
			for (Candidate candidate : candidates)
			{
				if (candidate.isTarget == isTarget && isOnScreen(candidate.place, viewport))
				{
					Rectangle bounds = budget.measure(candidate.outline);
					candidate.isUnmeasured = bounds == null;
					candidate.bounds = bounds == null ? null : MeasuringBudget.visible(bounds, viewport);
				}
			}
		}
	}

	private boolean isOnScreen(LocalPoint place, Rectangle viewport)
	{
		int plane = client.getTopLevelWorldView().getPlane();
		Point point = place == null ? null : Perspective.localToCanvas(client, place, plane);
		return point != null && viewport.contains(point.getX(), point.getY());
	}

	private List<Candidate> npcs()
	{
		List<Candidate> candidates = new ArrayList<>();
		for (NPC npc : client.getTopLevelWorldView().npcs())
		{
			if (npc != null && npc.getName() != null)
			{
				candidates.add(actor(npc, EntityKind.NPC, npc.getId(), npc::getName));
			}
		}
		return candidates;
	}

	private List<Candidate> players()
	{
		List<Candidate> candidates = new ArrayList<>();
		if (!config.sendPlayers())
		{
			return candidates;
		}
		for (Player player : client.getTopLevelWorldView().players())
		{
			if (player != null && player != client.getLocalPlayer() && player.getName() != null)
			{
				candidates.add(actor(player, EntityKind.PLAYER, -1, () -> nameOf(player)));
			}
		}
		return candidates;
	}

	private String nameOf(Player player)
	{
		return config.sendPlayerNames() ? player.getName() : playerNames.idOf(player.getName());
	}

	private List<Candidate> objects()
	{
		List<Candidate> candidates = new ArrayList<>();
		int plane = client.getTopLevelWorldView().getPlane();
		for (SceneTracker.Tracked<TileObject> tracked : scene.objects())
		{
			TileObject object = tracked.thing;
			String name = object.getPlane() == plane ? objectNames.of(object.getId()) : null;
			if (name != null)
			{
				WorldPoint place = object.getWorldLocation();
				candidates.add(new Candidate(tracked.key, here.squareTiles(place), false, object.getLocalLocation(),
					object::getClickbox,
					bounds -> new EntityValue(tracked.key, EntityKind.OBJECT, object.getId(), name, Values.point(place),
						bounds, null, null, null, null, Values.local(object.getLocalLocation()))));
			}
		}
		return candidates;
	}

	private List<Candidate> items()
	{
		List<Candidate> candidates = new ArrayList<>();
		WorldView world = client.getTopLevelWorldView();
		for (SceneTracker.Tracked<TileItem> tracked : scene.items())
		{
			WorldPoint place = tracked.tile.getWorldLocation();
			boolean isOnBoat = tracked.tile.getLocalLocation().getWorldView() != world.getId();
			if (!isOnBoat && place.getPlane() == world.getPlane())
			{
				candidates.add(item(tracked, place));
			}
		}
		return candidates;
	}

	private Candidate item(SceneTracker.Tracked<TileItem> tracked, WorldPoint place)
	{
		TileItem item = tracked.thing;
		LocalPoint local = tracked.tile.getLocalLocation();
		return new Candidate(tracked.key, here.squareTiles(place), false, local,
			() -> Perspective.getCanvasTilePoly(client, local),
			bounds -> new EntityValue(tracked.key, EntityKind.GROUND_ITEM, item.getId(), itemNames.of(item.getId()),
				Values.point(place), bounds, null, null, null, item.getQuantity(), Values.local(local)));
	}

	/** @param name asked for only where the actor is sent: a player's id is costly */
	private Candidate actor(Actor actor, EntityKind kind, int typeId, Supplier<String> name)
	{
		Player self = client.getLocalPlayer();
		WorldPoint place = actor.getWorldLocation();
		String key = keys.of(actor, self);
		return new Candidate(key, here.squareTiles(place), actor == self.getInteracting(), actor.getLocalLocation(),
			actor::getConvexHull,
			bounds -> new EntityValue(key, kind, typeId, name.get(), Values.point(place),
				bounds, actor.getAnimation(), Values.share(actor.getHealthRatio(), actor.getHealthScale()),
				targetKey(actor), null, Values.local(actor.getLocalLocation())));
	}

	private static List<Candidate> nearest(List<Candidate> candidates, int count)
	{
		candidates.sort(Comparator.comparingLong(candidate -> candidate.squareTiles));
		return candidates.subList(0, Math.min(count, candidates.size()));
	}
}
