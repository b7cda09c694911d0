package osrsagent.plugin;

import java.awt.event.MouseEvent;
import java.lang.reflect.Field;
import java.util.Map;
import net.runelite.api.Actor;
import net.runelite.api.Client;
import net.runelite.api.GameState;
import net.runelite.api.Skill;
import net.runelite.api.events.ActorDeath;
import net.runelite.api.events.ClientTick;
import net.runelite.api.events.GameStateChanged;
import net.runelite.api.events.GameTick;
import net.runelite.api.events.ItemSpawned;
import net.runelite.api.events.StatChanged;
import net.runelite.api.widgets.Widget;
import net.runelite.client.eventbus.EventBus;
import net.runelite.client.events.ConfigChanged;
import net.runelite.client.input.KeyListener;
import net.runelite.client.input.KeyManager;
import net.runelite.client.input.MouseListener;
import net.runelite.client.input.MouseManager;
import net.runelite.client.ui.overlay.OverlayManager;
import net.runelite.client.util.GameEventManager;

/** The plugin between a client of answers and a listener: its handlers are called as the client thread calls them. */
final class PluginProbe
{
	final Map<String, Object> answers = Fakes.answers();
	final BridgePlugin plugin = new BridgePlugin();
	KeyListener keys;
	private final Client client = Fakes.of(Client.class, answers);
	private final String goodTokenPath;
	private String tokenPath;
	private final ItemSpawned item = Fakes.item(0);
	private SceneEvents scene;
	private MouseListener mouse;

	PluginProbe(int port, String tokenPath) throws ReflectiveOperationException
	{
		goodTokenPath = tokenPath;
		this.tokenPath = tokenPath;
		BridgeConfig config = config(port);
		inject("client", client);
		inject("config", config);
		inject("overlayManager", new OverlayManager());
		inject("overlay", new BridgeOverlay(plugin, config));
		inject("keyManager", new KeyManager()
		{
			@Override
			public void registerKeyListener(KeyListener listener)
			{
				keys = listener;
			}
		});
		inject("eventBus", new EventBus());
		inject("mouseManager", new MouseManager()
		{
			@Override
			public void registerMouseListener(MouseListener listener)
			{
				mouse = listener;
			}
		});
		inject("gameEventManager", new GameEventManager()
		{
			@Override
			public void simulateGameEvents(Object subscriber)
			{
				scene = (SceneEvents) subscriber;
				scene.onGameObjectSpawned(Fakes.object());
				scene.onItemSpawned(item);
				scene.onItemSpawned(Fakes.item(1));
			}
		});
		answers.put("getGameState", GameState.LOGGED_IN);
	}

	/** @param what the name of a trial: {@code scene}, {@code gap}, {@code address}, {@code chat}, … */
	void run(String what) throws Exception
	{
		answers.put("getSkillExperience", 1_000);
		plugin.startUp();
		awaitConnection();
		switch (what)
		{
			case "scene":
				scene();
				break;
			case "gap":
				gap();
				break;
			case "chat":
				new TypingProbe(this).chat();
				break;
			case "quiet":
				new TypingProbe(this).quiet();
				break;
			case "gains":
				gains();
				break;
			case "address":
				address();
				break;
			default:
				becomePrivate();
		}
		System.in.read(); // until the test has what it wants
		plugin.shutDown();
	}

	/** A death while the client loads, a tick, an item that is told of again, a tick. */
	private void scene()
	{
		answers.put("getGameState", GameState.LOADING);
		plugin.onActorDeath(new ActorDeath()
		{
			@Override
			public Actor getActor()
			{
				return client.getLocalPlayer();
			}
		});
		plugin.onGameTick(new GameTick());
		answers.put("getGameState", GameState.LOGGED_IN);
		plugin.onGameTick(new GameTick());
		scene.onItemSpawned(item);
		plugin.onGameTick(new GameTick());
	}

	/** Two presses while there is no link, and one after it is back. */
	private void gap() throws ReflectiveOperationException
	{
		turn();
		Object link = field("link").get(plugin);
		inject("link", null);
		press(MouseEvent.BUTTON1);
		turn();
		press(MouseEvent.BUTTON2);
		inject("link", link);
		turn();
		press(MouseEvent.BUTTON3);
		turn();
	}

	/** Hitpoints are learned right after the start; then another account comes, which learned more. */
	private void gains()
	{
		turn();
		plugin.onStatChanged(learned(1_040));
		plugin.onGameTick(new GameTick());
		plugin.onGameStateChanged(new GameStateChanged()
		{
			@Override
			public GameState getGameState()
			{
				return GameState.LOGIN_SCREEN;
			}
		});
		turn();
		plugin.onStatChanged(learned(5_000));
		plugin.onGameTick(new GameTick());
	}

	/** The token's path becomes one that no file can have, and then what it was. */
	private void address() throws InterruptedException
	{
		tokenPath = "\0";
		plugin.onConfigChanged(changed());
		if (plugin.linkStatistics() != null || plugin.failures() != 1)
		{
			throw new AssertionError("expected no link and one failure, found " + plugin.failures());
		}
		tokenPath = goodTokenPath;
		plugin.onConfigChanged(changed());
		awaitConnection();
	}

	private void awaitConnection() throws InterruptedException
	{
		while (!plugin.linkStatistics().isConnected)
		{
			Thread.sleep(1);
		}
	}

	private static StatChanged learned(int total)
	{
		return new StatChanged()
		{
			@Override
			public Skill getSkill()
			{
				return Skill.HITPOINTS;
			}

			@Override
			public int getXp()
			{
				return total;
			}
		};
	}

	private static ConfigChanged changed()
	{
		return new ConfigChanged()
		{
			@Override
			public String getGroup()
			{
				return BridgeConfig.GROUP;
			}

			@Override
			public String getKey()
			{
				return "tokenPath";
			}
		};
	}

	/** A text field gets the focus while a second button is pressed; then the look for text fields fails. */
	private void becomePrivate()
	{
		turn();
		press(MouseEvent.BUTTON1);
		answers.put("getFocusedInputFieldWidget", (Fakes.Answer) args ->
		{
			press(MouseEvent.BUTTON3);
			return Fakes.of(Widget.class, Map.of());
		});
		turn();
		answers.remove("getFocusedInputFieldWidget");
		turn();
		press(MouseEvent.BUTTON2);
		answers.put("getFocusedInputFieldWidget", (Fakes.Answer) args ->
		{
			throw new IllegalStateException("not now");
		});
		turn();
		press(MouseEvent.BUTTON1);
		answers.remove("getFocusedInputFieldWidget");
		turn();
		press(MouseEvent.BUTTON3);
		turn();
	}

	/** What the client thread does 50 times a second. */
	void turn()
	{
		plugin.onClientTick(new ClientTick());
	}

	private void press(int button)
	{
		mouse.mousePressed(InputProbe.mouse(MouseEvent.MOUSE_PRESSED, button));
	}

	private void inject(String name, Object value) throws ReflectiveOperationException
	{
		field(name).set(plugin, value);
	}

	private static Field field(String name) throws ReflectiveOperationException
	{
		Field field = BridgePlugin.class.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

	private BridgeConfig config(int port)
	{
		return new BridgeConfig()
		{
			@Override
			public int port()
			{
				return port;
			}

			@Override
			public String tokenPath()
			{
				return tokenPath;
			}

			@Override
			public boolean sendInput()
			{
				return true;
			}
		};
	}
}
