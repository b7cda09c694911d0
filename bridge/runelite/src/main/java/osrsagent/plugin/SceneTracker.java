package osrsagent.plugin;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import net.runelite.api.Tile;
import net.runelite.api.TileItem;
import net.runelite.api.TileObject;

/**
 * The objects and ground items of the loaded scene, kept by their spawn and despawn events: the scene itself is never
 * scanned. Each gets a key that no other thing of this run of the client ever has, and keeps it when told of again.
 * An object knows whether it stands on a boat, where places are the boat's own: it is not kept. An item does not.
 */
final class SceneTracker
{
	/** Something tracked and its key; an item lies on a tile, an object knows its own place. */
	static final class Tracked<T>
	{
		final String key;
		final T thing;
		final Tile tile;

		private Tracked(String key, T thing, Tile tile)
		{
			this.key = key;
			this.thing = thing;
			this.tile = tile;
		}
	}

	private final Map<TileObject, Tracked<TileObject>> objects = new IdentityHashMap<>();
	private final Map<TileItem, Tracked<TileItem>> items = new IdentityHashMap<>();
	private long nextKey;

	void add(TileObject object)
	{
		if (object.getWorldView().isTopLevel())
		{
			objects.computeIfAbsent(object, spawned -> new Tracked<>("object:" + nextKey++, spawned, null));
		}
	}

	void remove(TileObject object)
	{
		objects.remove(object);
	}

	void add(TileItem item, Tile tile)
	{
		items.computeIfAbsent(item, spawned -> new Tracked<>("item:" + nextKey++, spawned, tile));
	}

	void remove(TileItem item)
	{
		items.remove(item);
	}

	void clear()
	{
		objects.clear();
		items.clear();
	}

	List<Tracked<TileObject>> objects()
	{
		return new ArrayList<>(objects.values());
	}

	List<Tracked<TileItem>> items()
	{
		return new ArrayList<>(items.values());
	}
}
