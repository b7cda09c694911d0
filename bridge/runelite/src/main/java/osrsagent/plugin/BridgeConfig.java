package osrsagent.plugin;

import net.runelite.client.config.Config;
import net.runelite.client.config.ConfigGroup;
import net.runelite.client.config.ConfigItem;
import net.runelite.client.config.Range;
import osrsagent.wire.Protocol;

/** What the user may choose. Chat, names of accounts, passwords and the PIN are no choice: they are never sent. */
@ConfigGroup(BridgeConfig.GROUP)
public interface BridgeConfig extends Config
{
	String GROUP = "osrsagent";

	@Range(min = 1, max = 65535)
	@ConfigItem(
		keyName = "port",
		name = "Port",
		description = "The agent's port on this machine (127.0.0.1)",
		position = 1
	)
	default int port()
	{
		return Protocol.DEFAULT_PORT;
	}

	@ConfigItem(
		keyName = "tokenPath",
		name = "Token file",
		description = "The file with the secret that the agent made; empty: osrs-agent/token in RuneLite's folder",
		position = 2
	)
	default String tokenPath()
	{
		return "";
	}

	@ConfigItem(
		keyName = "sendInput",
		name = "Send my input",
		description = "Also send mouse and keys of the game window; no key that may type text, nothing at the bank PIN",
		position = 3
	)
	default boolean sendInput()
	{
		return false;
	}

	@ConfigItem(
		keyName = "sendPlayers",
		name = "Send other players",
		description = "Where other players stand and what they do",
		position = 4
	)
	default boolean sendPlayers()
	{
		return true;
	}

	@ConfigItem(
		keyName = "sendPlayerNames",
		name = "Send players' names",
		description = "Off: other players are told apart by an id that changes with every run of the client",
		position = 5
	)
	default boolean sendPlayerNames()
	{
		return false;
	}

	@ConfigItem(
		keyName = "sendBank",
		name = "Send the bank",
		description = "What is in the bank, once it was opened",
		position = 6
	)
	default boolean sendBank()
	{
		return true;
	}

	@ConfigItem(
		keyName = "showOverlay",
		name = "Show the line",
		description = "Whether the agent is connected, and how many ticks were sent and dropped",
		position = 7
	)
	default boolean showOverlay()
	{
		return true;
	}
}
