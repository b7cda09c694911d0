package osrsagent.plugin;

import net.runelite.client.RuneLite;
import net.runelite.client.externalplugins.ExternalPluginManager;

/** Starts a RuneLite client that has this plugin built in; see {@code ./gradlew run}. */
public final class RunWithPlugin
{
	private RunWithPlugin()
	{
	}

	public static void main(String[] args) throws Exception
	{
		ExternalPluginManager.loadBuiltin(BridgePlugin.class);
		RuneLite.main(args);
	}
}
