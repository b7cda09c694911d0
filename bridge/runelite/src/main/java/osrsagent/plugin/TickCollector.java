package osrsagent.plugin;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.function.LongSupplier;
import net.runelite.api.Client;
import net.runelite.api.Perspective;
import net.runelite.api.Player;
import net.runelite.api.Point;
import net.runelite.api.Skill;
import net.runelite.api.WorldView;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import net.runelite.api.gameval.VarPlayerID;
import osrsagent.wire.GamePhase;
import osrsagent.wire.GameStateValue;
import osrsagent.wire.PlayerValue;
import osrsagent.wire.PointValue;
import osrsagent.wire.SceneValue;
import osrsagent.wire.TickValue;
import osrsagent.wire.ViewValue;
import osrsagent.wire.WorldPointValue;

/** The state of one tick, of a client that is logged in; called on the client thread. */
final class TickCollector
{
	private static final int FULL_ENERGY = 10_000;
	private static final int FULL_SPECIAL_ENERGY = 1_000;
	private static final int UNITS_PER_TURN = 2_048;

	private final Client client;
	private final BridgeConfig config;
	private final EntityCollector entities;
	private final ContainerCollector containers;
	private final InterfaceCollector interfaces;
	private final GameEventCollector events;
	private long lastIndex = -1;

	/** @param clockNs by which the time that a tick may take is measured */
	TickCollector(Client client, BridgeConfig config, SceneTracker scene, LongSupplier clockNs)
	{
		ItemNames itemNames = new ItemNames(client);
		PlayerNames playerNames = new PlayerNames();
		ActorKeys keys = new ActorKeys();
		MenuCollector menu = new MenuCollector(client, config, playerNames);
		this.client = client;
		this.config = config;
		this.entities = new EntityCollector(client, config, scene, itemNames, playerNames, keys, clockNs);
		this.containers = new ContainerCollector(client, itemNames);
		this.interfaces = new InterfaceCollector(client, menu);
		this.events = new GameEventCollector(client, config, keys, menu);
	}

	/** Where the events between ticks are put. */
	GameEventCollector events()
	{
		return events;
	}

	/** Looks between two ticks for what would be missed by looking at ticks alone. */
	void look()
	{
		interfaces.look();
	}

	/** Whether the last look found a text field, during which nothing that is done counts as public. */
	boolean isTextFieldActive()
	{
		return interfaces.isTextFieldActive();
	}

	/** How many things were on screen in the last tick whose place was not measured. */
	int unmeasured()
	{
		return entities.unmeasured() == null ? 0 : entities.unmeasured().size();
	}

	GameStateValue collect(long nowNs)
	{
		Rectangle viewport = new Rectangle(client.getViewportXOffset(), client.getViewportYOffset(),
			client.getViewportWidth(), client.getViewportHeight());
		lastIndex = Math.max(lastIndex + 1, client.getTickCount()); // grows even where the client counts anew
		PlayerPlace here = PlayerPlace.of(client);
		var nearby = entities.collect(viewport, here); // before the player, whose target's key it knows
		return new GameStateValue(
			new TickValue(lastIndex, nowNs, client.getGameCycle()),
			GamePhase.LOGGED_IN,
			view(viewport, here),
			interfaces.collect(),
			here == null ? null : player(here),
			Skills.collect(client),
			nearby,
			containers.inventory(),
			config.sendBank() ? containers.bank() : null,
			containers.equipment(),
			pointer(client.getMouseCanvasPosition()),
			client.getWorldHost(),
			scene(),
			Prayers.collect(client),
			entities.totals(),
			events.take(nowNs),
			entities.unmeasured());
	}

	private ViewValue view(Rectangle viewport, PlayerPlace here)
	{
		Dimension canvas = new Dimension(client.getCanvasWidth(), client.getCanvasHeight());
		Dimension shown = client.isStretchedEnabled() ? client.getStretchedDimensions() : canvas;
		return new ViewValue(canvas.width, canvas.height, Values.rect(viewport),
			(double) client.getCameraFpYaw(), (double) client.getCameraFpPitch(), pixelsPerTile(here),
			client.isResized(), shown == null ? null : shown.width, shown == null ? null : shown.height);
	}

	/** Where the pointer is; null off the canvas, where the client reports (-1, -1). */
	private static PointValue pointer(Point mouse)
	{
		boolean isOnCanvas = mouse != null && mouse.getX() >= 0 && mouse.getY() >= 0;
		return isOnCanvas ? new PointValue(mouse.getX(), mouse.getY()) : null;
	}

	private SceneValue scene()
	{
		WorldView world = client.getTopLevelWorldView();
		WorldPointValue base = new WorldPointValue(world.getBaseX(), world.getBaseY(), world.getPlane());
		return new SceneValue(base, world.isInstance());
	}

	/**
	 * The width on the canvas of a tile where the player stands, by the projection of {@link Perspective}; unknown on a
	 * boat, whose deck has a height of its own.
	 */
	private Double pixelsPerTile(PlayerPlace place)
	{
		if (place == null || place.isAboard)
		{
			return null;
		}
		LocalPoint here = place.local;
		int height = Perspective.getTileHeight(client, here, client.getTopLevelWorldView().getPlane());
		double yaw = client.getCameraFpYaw();
		double pitch = client.getCameraFpPitch();
		double ahead = (here.getY() - client.getCameraFpY()) * Math.cos(yaw)
			- (here.getX() - client.getCameraFpX()) * Math.sin(yaw);
		double depth = ahead * Math.cos(pitch) + (height - client.getCameraFpZ()) * Math.sin(pitch);
		return depth < 1 ? null : Perspective.LOCAL_TILE_SIZE * client.getScale() / depth;
	}

	private PlayerValue player(PlayerPlace here)
	{
		Player player = client.getLocalPlayer();
		return new PlayerValue(
			here.tile(),
			player.getAnimation(),
			isMoving(player),
			client.getVarpValue(VarPlayerID.OPTION_RUN) == 1,
			Values.share(client.getEnergy(), FULL_ENERGY),
			client.getBoostedSkillLevel(Skill.HITPOINTS),
			client.getRealSkillLevel(Skill.HITPOINTS),
			entities.targetKey(player),
			destination(),
			Values.local(here.local),
			here.isAboard ? null : player.getCurrentOrientation() * 2 * Math.PI / UNITS_PER_TURN,
			client.getBoostedSkillLevel(Skill.PRAYER),
			client.getRealSkillLevel(Skill.PRAYER),
			Values.share(client.getVarpValue(VarPlayerID.SA_ENERGY), FULL_SPECIAL_ENERGY));
	}

	/** Where the player walks to; null where that is nowhere, or on a boat's deck, which is no place of the world. */
	private WorldPointValue destination()
	{
		LocalPoint destination = client.getLocalDestinationLocation();
		boolean isInWorld = destination != null && destination.getWorldView() == client.getTopLevelWorldView().getId();
		return isInWorld ? Values.point(WorldPoint.fromLocal(client, destination)) : null;
	}

	private static boolean isMoving(Player player)
	{
		int pose = player.getPoseAnimation();
		return pose != player.getIdlePoseAnimation() && pose != player.getIdleRotateLeft()
			&& pose != player.getIdleRotateRight();
	}
}
