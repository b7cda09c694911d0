package osrsagent.plugin;

import java.util.HashMap;
import java.util.Map;
import net.runelite.api.Client;

/** The names of items, asked for once each. */
final class ItemNames
{
	private final Client client;
	private final Map<Integer, String> names = new HashMap<>();

	ItemNames(Client client)
	{
		this.client = client;
	}

	String of(int id)
	{
		return names.computeIfAbsent(id, unknown -> Values.plain(client.getItemDefinition(unknown).getName()));
	}
}
