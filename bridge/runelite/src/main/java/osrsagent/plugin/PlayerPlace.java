package osrsagent.plugin;

import net.runelite.api.Client;
import net.runelite.api.Perspective;
import net.runelite.api.Player;
import net.runelite.api.WorldEntity;
import net.runelite.api.WorldView;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import osrsagent.wire.WorldPointValue;

/**
 * Where the player is in the top-level world view, to which all places that are sent belong. A boat has a world view of
 * its own, whose coordinates mean nothing outside of it: who stands on a boat is where the boat carries them.
 */
final class PlayerPlace
{
	/** Whether the player stands on a boat, which turns under the player. */
	final boolean isAboard;
	/** The same place in the scene, finer than its tile. */
	final LocalPoint local;
	private final int x;
	private final int y;
	private final int plane;

	private PlayerPlace(boolean isAboard, LocalPoint local, int x, int y, int plane)
	{
		this.isAboard = isAboard;
		this.local = local;
		this.x = x;
		this.y = y;
		this.plane = plane;
	}

	/** Null where the client does not say which boat it is. */
	static PlayerPlace of(Client client)
	{
		Player player = client.getLocalPlayer();
		WorldView view = player.getWorldView();
		if (view.isTopLevel())
		{
			WorldPoint place = player.getWorldLocation();
			return new PlayerPlace(false, player.getLocalLocation(), place.getX(), place.getY(), place.getPlane());
		}
		WorldView sea = client.getTopLevelWorldView();
		WorldEntity boat = sea.worldEntities().byIndex(view.getId());
		LocalPoint local = boat == null ? null : boat.transformToMainWorld(player.getLocalLocation());
		return local == null ? null : new PlayerPlace(true, local,
			sea.getBaseX() + Math.floorDiv(local.getX(), Perspective.LOCAL_TILE_SIZE),
			sea.getBaseY() + Math.floorDiv(local.getY(), Perspective.LOCAL_TILE_SIZE), sea.getPlane());
	}

	/** The tile. */
	WorldPointValue tile()
	{
		return new WorldPointValue(x, y, plane);
	}

	/** The square of the distance to a tile. */
	long squareTiles(WorldPoint place)
	{
		long dx = place.getX() - x;
		long dy = place.getY() - y;
		return dx * dx + dy * dy;
	}
}
