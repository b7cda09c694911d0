package osrsagent.plugin;

import net.runelite.api.events.DecorativeObjectDespawned;
import net.runelite.api.events.DecorativeObjectSpawned;
import net.runelite.api.events.GameObjectDespawned;
import net.runelite.api.events.GameObjectSpawned;
import net.runelite.api.events.GroundObjectDespawned;
import net.runelite.api.events.GroundObjectSpawned;
import net.runelite.api.events.ItemDespawned;
import net.runelite.api.events.ItemSpawned;
import net.runelite.api.events.WallObjectDespawned;
import net.runelite.api.events.WallObjectSpawned;
import net.runelite.client.eventbus.Subscribe;

/** Hears what appears in the scene and what leaves it; registered with RuneLite's event bus while the plugin runs. */
public final class SceneEvents
{
	private final SceneTracker scene;
	private final Guard guard;

	SceneEvents(SceneTracker scene, Guard guard)
	{
		this.scene = scene;
		this.guard = guard;
	}

	@Subscribe
	public void onGameObjectSpawned(GameObjectSpawned event)
	{
		guard.run(() -> scene.add(event.getGameObject()));
	}

	@Subscribe
	public void onGameObjectDespawned(GameObjectDespawned event)
	{
		guard.run(() -> scene.remove(event.getGameObject()));
	}

	@Subscribe
	public void onWallObjectSpawned(WallObjectSpawned event)
	{
		guard.run(() -> scene.add(event.getWallObject()));
	}

	@Subscribe
	public void onWallObjectDespawned(WallObjectDespawned event)
	{
		guard.run(() -> scene.remove(event.getWallObject()));
	}

	@Subscribe
	public void onDecorativeObjectSpawned(DecorativeObjectSpawned event)
	{
		guard.run(() -> scene.add(event.getDecorativeObject()));
	}

	@Subscribe
	public void onDecorativeObjectDespawned(DecorativeObjectDespawned event)
	{
		guard.run(() -> scene.remove(event.getDecorativeObject()));
	}

	@Subscribe
	public void onGroundObjectSpawned(GroundObjectSpawned event)
	{
		guard.run(() -> scene.add(event.getGroundObject()));
	}

	@Subscribe
	public void onGroundObjectDespawned(GroundObjectDespawned event)
	{
		guard.run(() -> scene.remove(event.getGroundObject()));
	}

	@Subscribe
	public void onItemSpawned(ItemSpawned event)
	{
		guard.run(() -> scene.add(event.getItem(), event.getTile()));
	}

	@Subscribe
	public void onItemDespawned(ItemDespawned event)
	{
		guard.run(() -> scene.remove(event.getItem()));
	}
}
