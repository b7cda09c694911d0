package osrsagent.plugin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import net.runelite.api.Actor;
import net.runelite.api.Client;
import net.runelite.api.Hitsplat;
import net.runelite.api.HitsplatID;
import net.runelite.api.MenuEntry;
import net.runelite.api.NPC;
import net.runelite.api.Player;
import net.runelite.api.Skill;
import osrsagent.wire.GameEventValue;

/**
 * What happened since the last tick to the player and to those who deal with the player: the newest 64 things. Called
 * on the client thread.
 */
final class GameEventCollector
{
	private static final int MAX_EVENTS = 64;
	/** Marks over somebody's head that tell of something else than hitpoints lost. */
	private static final Set<Integer> NO_HITS = Set.of(HitsplatID.HEAL, HitsplatID.DISEASE, HitsplatID.DISEASE_BLOCKED,
		HitsplatID.CORRUPTION, HitsplatID.PRAYER_DRAIN, HitsplatID.CYAN_UP, HitsplatID.CYAN_DOWN,
		HitsplatID.SANITY_DRAIN, HitsplatID.SANITY_RESTORE);

	private static final class Happening
	{
		private final long atNs;
		private final LongFunction<GameEventValue> atAge;

		private Happening(long atNs, LongFunction<GameEventValue> atAge)
		{
			this.atNs = atNs;
			this.atAge = atAge;
		}
	}

	private final Client client;
	private final BridgeConfig config;
	private final ActorKeys keys;
	private final MenuCollector menu;
	private final Deque<Happening> happenings = new ArrayDeque<>();
	private final Map<Skill, Integer> experience = new EnumMap<>(Skill.class);

	GameEventCollector(Client client, BridgeConfig config, ActorKeys keys, MenuCollector menu)
	{
		this.client = client;
		this.config = config;
		this.keys = keys;
		this.menu = menu;
	}

	/** What happened since the last call, oldest first. */
	List<GameEventValue> take(long nowNs)
	{
		List<GameEventValue> events = new ArrayList<>();
		happenings.forEach(happening -> events.add(happening.atAge.apply(nowNs - happening.atNs)));
		happenings.clear();
		return events;
	}

	/** Forgets what happened and what was learned, such as at the login screen: another account may come. */
	void clear()
	{
		happenings.clear();
		experience.clear();
	}

	/** Takes what is known of each skill now, where the plugin begins while logged in: nobody tells it again. */
	void beginKnowing()
	{
		for (Skill skill : Skill.values())
		{
			experience.putIfAbsent(skill, client.getSkillExperience(skill));
		}
	}

	void learned(Skill skill, int total, long nowNs)
	{
		Integer before = experience.put(skill, total);
		if (before != null && total > before) // the first total of a login tells nothing of what was gained
		{
			add(nowNs, age -> GameEventValue.experienceGained(age, Skills.nameOf(skill), total - before));
		}
	}

	/** A mark over somebody's head; not told where it is none of a hit, such as a heal. */
	void hit(Actor actor, Hitsplat mark, long nowNs)
	{
		if (!NO_HITS.contains(mark.getHitsplatType()))
		{
			int amount = Math.max(0, mark.getAmount());
			addOf(actor, nowNs, (age, key) -> GameEventValue.hitTaken(age, key, amount));
		}
	}

	void died(Actor actor, long nowNs)
	{
		addOf(actor, nowNs, GameEventValue::died);
	}

	void began(Actor actor, long nowNs)
	{
		int animation = actor == null ? -1 : actor.getAnimation();
		addOf(actor, nowNs, (age, key) -> GameEventValue.animationStarted(age, key, animation));
	}

	/** A click or key became this; nothing is told of it at the bank PIN or in a text field. */
	void chose(MenuEntry entry, long nowNs)
	{
		if (!InterfaceCollector.isPrivate(client))
		{
			String option = Values.plain(entry.getOption());
			String target = menu.targetOf(entry);
			add(nowNs, age -> GameEventValue.optionChosen(age, option, target));
		}
	}

	private interface OfActor
	{
		GameEventValue at(long ageNs, String key);
	}

	private void addOf(Actor actor, long nowNs, OfActor event)
	{
		if (concerns(actor))
		{
			String key = keys.of(actor, client.getLocalPlayer());
			add(nowNs, age -> event.at(age, key));
		}
	}

	/** Whether an actor is the player or deals with the player, and may be told of. */
	private boolean concerns(Actor actor)
	{
		Player self = client.getLocalPlayer();
		if (actor == null || self == null)
		{
			return false;
		}
		boolean isTold = actor == self || actor instanceof NPC || config.sendPlayers();
		return isTold && (actor == self || self.getInteracting() == actor || actor.getInteracting() == self);
	}

	private void add(long nowNs, LongFunction<GameEventValue> atAge)
	{
		if (happenings.size() == MAX_EVENTS)
		{
			happenings.remove();
		}
		happenings.add(new Happening(nowNs, atAge));
	}
}
