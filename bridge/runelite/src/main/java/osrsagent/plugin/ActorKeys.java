package osrsagent.plugin;

import java.util.IdentityHashMap;
import java.util.Map;
import net.runelite.api.Actor;
import net.runelite.api.NPC;

/** Keys of NPCs and players: unique in this run of the client, and the same while the actor is there. */
final class ActorKeys
{
	static final String LOCAL_PLAYER = "player:0";

	private Map<Actor, String> keys = new IdentityHashMap<>();
	private Map<Actor, String> seen = new IdentityHashMap<>();
	private long nextKey = 1;

	/**
	 * Begins a tick: who is there keeps the key, asked for or not; who is not there and was not asked for in the last
	 * tick is forgotten.
	 */
	void nextTick(Iterable<? extends Actor> present)
	{
		Map<Actor, String> kept = seen;
		for (Actor actor : present)
		{
			String known = keys.get(actor);
			if (known != null)
			{
				kept.put(actor, known);
			}
		}
		keys = kept;
		seen = new IdentityHashMap<>();
	}

	/** The key of an actor; "" for nobody. */
	String of(Actor actor, Actor localPlayer)
	{
		if (actor == null)
		{
			return "";
		}
		if (actor == localPlayer)
		{
			return LOCAL_PLAYER;
		}
		return seen.computeIfAbsent(actor, this::knownOrNew);
	}

	private String knownOrNew(Actor actor)
	{
		String known = keys.get(actor);
		return known != null ? known : (actor instanceof NPC ? "npc:" : "player:") + nextKey++;
	}
}
