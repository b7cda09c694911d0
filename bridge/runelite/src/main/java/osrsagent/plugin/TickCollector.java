package osrsagent.plugin;

import java.awt.Rectangle;
import net.runelite.api.Client;
import net.runelite.api.Perspective;
import net.runelite.api.Player;
import net.runelite.api.Point;
import net.runelite.api.Skill;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import net.runelite.api.gameval.VarPlayerID;
import osrsagent.wire.GamePhase;
import osrsagent.wire.GameStateValue;
import osrsagent.wire.PlayerValue;
import osrsagent.wire.PointValue;
import osrsagent.wire.TickValue;
import osrsagent.wire.ViewValue;

/** The state of one tick, of a client that is logged in; called on the client thread. */
final class TickCollector
{
	private static final int FULL_ENERGY = 10_000;

	private final Client client;
	private final BridgeConfig config;
	private final EntityCollector entities;
	private final ContainerCollector containers;
	private final InterfaceCollector interfaces;
	private long lastIndex = -1;

	TickCollector(Client client, BridgeConfig config, SceneTracker scene)
	{
		ItemNames itemNames = new ItemNames(client);
		PlayerNames playerNames = new PlayerNames();
		this.client = client;
		this.config = config;
		this.entities = new EntityCollector(client, config, scene, itemNames, playerNames);
		this.containers = new ContainerCollector(client, itemNames);
		this.interfaces = new InterfaceCollector(client, new MenuCollector(client, config, playerNames));
	}

	/** Things on screen in the last tick whose place was not measured. */
	int unmeasured()
	{
		return entities.unmeasured();
	}

	GameStateValue collect(long nowNs)
	{
		Rectangle viewport = new Rectangle(client.getViewportXOffset(), client.getViewportYOffset(),
			client.getViewportWidth(), client.getViewportHeight());
		lastIndex = Math.max(lastIndex + 1, client.getTickCount()); // grows even where the client counts anew
		var nearby = entities.collect(viewport); // before the player, whose target's key it knows
		Point mouse = client.getMouseCanvasPosition();
		return new GameStateValue(
			new TickValue(lastIndex, nowNs),
			GamePhase.LOGGED_IN,
			view(viewport),
			interfaces.collect(),
			player(),
			Skills.collect(client),
			nearby,
			containers.inventory(),
			config.sendBank() ? containers.bank() : null,
			containers.equipment(),
			mouse == null ? null : new PointValue(mouse.getX(), mouse.getY()),
			client.getWorldHost());
	}

	private ViewValue view(Rectangle viewport)
	{
		return new ViewValue(client.getCanvasWidth(), client.getCanvasHeight(), Values.rect(viewport),
			(double) client.getCameraFpYaw(), (double) client.getCameraFpPitch(), pixelsPerTile());
	}

	/** The width on the canvas of a tile where the player stands, by the projection of {@link Perspective}. */
	private Double pixelsPerTile()
	{
		LocalPoint here = client.getLocalPlayer().getLocalLocation();
		int height = Perspective.getTileHeight(client, here, client.getTopLevelWorldView().getPlane());
		double yaw = client.getCameraFpYaw();
		double pitch = client.getCameraFpPitch();
		double ahead = (here.getY() - client.getCameraFpY()) * Math.cos(yaw)
			- (here.getX() - client.getCameraFpX()) * Math.sin(yaw);
		double depth = ahead * Math.cos(pitch) + (height - client.getCameraFpZ()) * Math.sin(pitch);
		return depth < 1 ? null : Perspective.LOCAL_TILE_SIZE * client.getScale() / depth;
	}

	private PlayerValue player()
	{
		Player player = client.getLocalPlayer();
		LocalPoint destination = client.getLocalDestinationLocation();
		return new PlayerValue(
			Values.point(player.getWorldLocation()),
			player.getAnimation(),
			isMoving(player),
			client.getVarpValue(VarPlayerID.OPTION_RUN) == 1,
			Values.share(client.getEnergy(), FULL_ENERGY),
			client.getBoostedSkillLevel(Skill.HITPOINTS),
			client.getRealSkillLevel(Skill.HITPOINTS),
			entities.targetKey(player),
			destination == null ? null : Values.point(WorldPoint.fromLocal(client, destination)));
	}

	private static boolean isMoving(Player player)
	{
		int pose = player.getPoseAnimation();
		return pose != player.getIdlePoseAnimation() && pose != player.getIdleRotateLeft()
			&& pose != player.getIdleRotateRight();
	}
}
