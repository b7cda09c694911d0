package osrsagent.plugin;

import com.google.inject.Provides;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import net.runelite.api.Client;
import net.runelite.api.GameState;
import net.runelite.api.events.ActorDeath;
import net.runelite.api.events.AnimationChanged;
import net.runelite.api.events.ClientTick;
import net.runelite.api.events.GameStateChanged;
import net.runelite.api.events.GameTick;
import net.runelite.api.events.HitsplatApplied;
import net.runelite.api.events.MenuOptionClicked;
import net.runelite.api.events.StatChanged;
import net.runelite.client.RuneLite;
import net.runelite.client.RuneLiteProperties;
import net.runelite.client.config.ConfigManager;
import net.runelite.client.eventbus.EventBus;
import net.runelite.client.eventbus.Subscribe;
import net.runelite.client.events.ConfigChanged;
import net.runelite.client.input.KeyManager;
import net.runelite.client.input.MouseManager;
import net.runelite.client.plugins.Plugin;
import net.runelite.client.plugins.PluginDescriptor;
import net.runelite.client.ui.overlay.OverlayManager;
import net.runelite.client.util.GameEventManager;
import osrsagent.wire.AgentLink;
import osrsagent.wire.Backoff;
import osrsagent.wire.Greeting;
import osrsagent.wire.InputEventValue;
import osrsagent.wire.LinkStatistics;
import osrsagent.wire.Protocol;

/**
 * Tells the agent on this machine what the player can see, once a game tick. It observes only: nothing that it receives
 * acts on the game. What fails in here is counted, not thrown; on the client thread nothing ever waits.
 */
@PluginDescriptor(
	name = "osrs-agent bridge",
	description = "Sends what you see to the osrs-agent on this machine; observes only",
	tags = {"agent", "recording", "research"},
	enabledByDefault = false
)
public class BridgePlugin extends Plugin
{
	@Inject
	private Client client;
	@Inject
	private BridgeConfig config;
	@Inject
	private OverlayManager overlayManager;
	@Inject
	private MouseManager mouseManager;
	@Inject
	private KeyManager keyManager;
	@Inject
	private BridgeOverlay overlay;
	@Inject
	private EventBus eventBus;
	@Inject
	private GameEventManager gameEventManager;

	private final Guard guard = new Guard();
	private volatile AgentLink link;
	private SceneTracker scene;
	private SceneEvents sceneEvents;
	private TickCollector collector;
	private InputCollector input;
	private volatile boolean isBeginning;

	@Provides
	BridgeConfig provideConfig(ConfigManager configManager)
	{
		return configManager.getConfig(BridgeConfig.class);
	}

	@Override
	protected void startUp()
	{
		scene = new SceneTracker();
		sceneEvents = new SceneEvents(scene, guard);
		eventBus.register(sceneEvents);
		gameEventManager.simulateGameEvents(sceneEvents); // RuneLite tells only the plugin itself what is there already
		collector = new TickCollector(client, config, scene, Protocol::nowNs);
		input = new InputCollector();
		mouseManager.registerMouseListener(input);
		mouseManager.registerMouseWheelListener(input);
		keyManager.registerKeyListener(input);
		overlayManager.add(overlay);
		isBeginning = true;
		guard.run(this::openLink);
	}

	@Override
	protected void shutDown()
	{
		overlayManager.remove(overlay);
		eventBus.unregister(sceneEvents);
		keyManager.unregisterKeyListener(input);
		mouseManager.unregisterMouseWheelListener(input);
		mouseManager.unregisterMouseListener(input);
		closeLink();
	}

	/** What the link did so far, or null where there is none, such as where the token's path is no path. */
	LinkStatistics linkStatistics()
	{
		AgentLink current = link;
		return current == null ? null : current.statistics();
	}

	/** Things on screen in the last tick whose place was not measured, because the time for it was up. */
	int unmeasured()
	{
		return collector.unmeasured();
	}

	/** Whether a text field is active, so that what is done is private. */
	boolean isTextFieldActive()
	{
		return collector.isTextFieldActive();
	}

	/** Failures of this plugin itself so far. */
	int failures()
	{
		return guard.failures();
	}

	@Subscribe
	public void onConfigChanged(ConfigChanged event)
	{
		boolean isAddress = "port".equals(event.getKey()) || "tokenPath".equals(event.getKey());
		if (BridgeConfig.GROUP.equals(event.getGroup()) && isAddress)
		{
			guard.run(this::closeLink);
			guard.run(this::openLink);
		}
	}

	@Subscribe
	public void onGameTick(GameTick event)
	{
		guard.run(() ->
		{
			AgentLink current = link;
			long nowNs = Protocol.nowNs();
			if (current == null)
			{
				collector.events().take(nowNs); // what nobody is told now is no news later
			}
			else if (isLoggedIn() && client.getLocalPlayer() != null)
			{
				current.offer(collector.collect(nowNs), nowNs);
			}
		});
	}

	@Subscribe
	public void onClientTick(ClientTick event)
	{
		guard.run(this::begin);
		guard.run(collector::look);
		guard.run(() ->
		{
			AgentLink current = link;
			boolean isAllowed = current != null && guard.isTrue(this::mayTellInput); // a check that fails is a no
			input.allow(isAllowed);
			Set<Typing.TextKey> noText = EnumSet.noneOf(Typing.TextKey.class);
			guard.run(() -> noText.addAll(Typing.noText(client)));
			input.allowKeys(noText);
			if (current == null)
			{
				input.drop();
				return;
			}
			List<InputEventValue> events = input.take();
			long nowNs = Protocol.nowNs();
			if (!events.isEmpty())
			{
				current.offer(events, nowNs);
			}
			current.beat(nowNs);
		});
	}

	@Subscribe
	public void onGameStateChanged(GameStateChanged event)
	{
		if (event.getGameState() == GameState.LOADING)
		{
			guard.run(scene::clear);
		}
		else if (event.getGameState() == GameState.LOGIN_SCREEN)
		{
			guard.run(collector.events()::clear);
		}
	}

	@Subscribe
	public void onStatChanged(StatChanged event)
	{
		guard.run(() -> collector.events().learned(event.getSkill(), event.getXp(), Protocol.nowNs()));
	}

	@Subscribe
	public void onHitsplatApplied(HitsplatApplied event)
	{
		guard.run(() -> collector.events().hit(event.getActor(), event.getHitsplat(), Protocol.nowNs()));
	}

	@Subscribe
	public void onActorDeath(ActorDeath event)
	{
		guard.run(() -> collector.events().died(event.getActor(), Protocol.nowNs()));
	}

	@Subscribe
	public void onAnimationChanged(AnimationChanged event)
	{
		guard.run(() -> collector.events().began(event.getActor(), Protocol.nowNs()));
	}

	@Subscribe
	public void onMenuOptionClicked(MenuOptionClicked event)
	{
		guard.run(() -> collector.events().chose(event.getMenuEntry(), Protocol.nowNs()));
	}

	/** On the client thread for the first time: who is logged in already has learned things that nobody will tell. */
	private void begin()
	{
		boolean isFirst = isBeginning;
		isBeginning = false;
		if (isFirst && isLoggedIn())
		{
			collector.events().beginKnowing();
		}
	}

	private boolean isLoggedIn()
	{
		return client.getGameState() == GameState.LOGGED_IN;
	}

	private boolean mayTellInput()
	{
		return config.sendInput() && isLoggedIn() && !collector.isTextFieldActive()
			&& !InterfaceCollector.isPinOpen(client);
	}

	private void openLink() throws IOException
	{
		Path standard = RuneLite.RUNELITE_DIR.toPath().resolve("osrs-agent").resolve("token");
		Path tokenPath = config.tokenPath().isEmpty() ? standard : Path.of(config.tokenPath());
		String session = UUID.randomUUID().toString(); // a new link numbers its messages anew
		Greeting greeting = new Greeting(session, "RuneLite " + RuneLiteProperties.getVersion(), Skills.names());
		link = AgentLink.open(config.port(), tokenPath, greeting, Backoff.standard(new SecureRandom()));
	}

	private void closeLink()
	{
		AgentLink current = link;
		link = null;
		if (current != null)
		{
			current.close();
		}
	}
}
