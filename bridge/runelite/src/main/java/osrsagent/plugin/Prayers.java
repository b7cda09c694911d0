package osrsagent.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.runelite.api.Client;
import net.runelite.api.Prayer;

/** The active prayers, by RuneLite's names in lower case. */
final class Prayers
{
	private Prayers()
	{
	}

	/** Two prayers that replace each other in the game, such as eagle eye and deadeye, may both be told. */
	static List<String> collect(Client client)
	{
		List<String> active = new ArrayList<>();
		for (Prayer prayer : Prayer.values())
		{
			if (client.getVarbitValue(prayer.getVarbit()) != 0)
			{
				active.add(prayer.name().toLowerCase(Locale.ROOT));
			}
		}
		return active;
	}
}
