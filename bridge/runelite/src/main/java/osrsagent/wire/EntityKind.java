package osrsagent.wire;

import java.util.Locale;

/** What stands in the world. */
public enum EntityKind
{
	NPC, PLAYER, OBJECT, GROUND_ITEM;

	String wireName()
	{
		return name().toLowerCase(Locale.ROOT);
	}
}
