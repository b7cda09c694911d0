package osrsagent.wire;

import java.util.function.Consumer;

/**
 * What happened in the game between two ticks, and how many nanoseconds before the state was collected. Mirrors {@code
 * bridge.game_events}.
 */
public final class GameEventValue implements WireValue
{
	private final String type;
	private final long ageNs;
	private final int fields;
	private final Consumer<MsgpackWriter> rest;

	private GameEventValue(String type, long ageNs, int fields, Consumer<MsgpackWriter> rest)
	{
		this.type = type;
		this.ageNs = Math.max(0, ageNs);
		this.fields = fields;
		this.rest = rest;
	}

	public static GameEventValue experienceGained(long ageNs, String skill, int amount)
	{
		return new GameEventValue("experience_gained", ageNs, 2,
			writer -> writer.string("skill").name(skill).string("amount").integer(amount));
	}

	/** @param amount hitpoints, 0 where the hit was blocked */
	public static GameEventValue hitTaken(long ageNs, String key, int amount)
	{
		return new GameEventValue("hit_taken", ageNs, 2,
			writer -> writer.string("key").name(key).string("amount").integer(amount));
	}

	public static GameEventValue died(long ageNs, String key)
	{
		return new GameEventValue("died", ageNs, 1, writer -> writer.string("key").name(key));
	}

	/** @param animation -1: became idle */
	public static GameEventValue animationStarted(long ageNs, String key, int animation)
	{
		return new GameEventValue("animation_started", ageNs, 2,
			writer -> writer.string("key").name(key).string("animation").integer(animation));
	}

	public static GameEventValue optionChosen(long ageNs, String option, String target)
	{
		return new GameEventValue("option_chosen", ageNs, 2,
			writer -> writer.string("option").name(option).string("target").name(target));
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2 + fields).string("type").string(type).string("age_ns").integer(ageNs);
		rest.accept(writer);
	}
}
