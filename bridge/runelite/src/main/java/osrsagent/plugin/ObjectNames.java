package osrsagent.plugin;

import java.util.HashMap;
import java.util.Map;
import net.runelite.api.Client;
import net.runelite.api.ObjectComposition;

/** The names of objects; an object that stands for others is asked each time what it is now. */
final class ObjectNames
{
	private static final String NAMELESS = "null";

	private final Client client;
	private final Map<Integer, ObjectComposition> definitions = new HashMap<>();

	ObjectNames(Client client)
	{
		this.client = client;
	}

	/** The name of an object that can be clicked; null where it has no name or no option. */
	String of(int id)
	{
		ObjectComposition definition = definitions.computeIfAbsent(id, client::getObjectDefinition);
		if (definition != null && definition.getImpostorIds() != null)
		{
			definition = definition.getImpostor();
		}
		boolean isClickable = definition != null && !NAMELESS.equals(definition.getName()) && hasOption(definition);
		return isClickable ? definition.getName() : null;
	}

	private static boolean hasOption(ObjectComposition definition)
	{
		for (String option : definition.getActions())
		{
			if (option != null)
			{
				return true;
			}
		}
		return false;
	}
}
