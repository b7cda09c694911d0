package osrsagent.plugin;

import java.awt.event.KeyEvent;
import java.util.Map;
import net.runelite.api.events.GameTick;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.gameval.VarClientID;
import net.runelite.api.widgets.Widget;

/** Keys that may type text, pressed one after the other while the client changes. */
final class TypingProbe
{
	private final PluginProbe game;
	private int openGroup;
	private String shownLine = "Me: *";
	private String typed = "";
	private int searching;

	TypingProbe(PluginProbe game)
	{
		this.game = game;
		game.answers.put("getWidget", (Fakes.Answer) args -> widget(args));
		game.answers.put("getVarcStrValue", (Fakes.Answer) args -> (int) args[0] == VarClientID.CHATINPUT ? typed : "");
		game.answers.put("getVarcIntValue",
			(Fakes.Answer) args -> (int) args[0] == VarClientID.WORLDMAP_SEARCHING ? searching : 0);
	}

	/** The chat line listens, a choice and a speech are open, the line is locked, a message is begun, a report. */
	void chat()
	{
		turn();
		type(KeyEvent.VK_Q, KeyEvent.VK_SPACE, KeyEvent.VK_5, KeyEvent.VK_PERIOD);
		type(KeyEvent.VK_F1, KeyEvent.VK_ESCAPE, KeyEvent.VK_LEFT, KeyEvent.VK_SHIFT);
		openGroup = InterfaceID.CHATMENU;
		turn();
		type(KeyEvent.VK_Q, KeyEvent.VK_SPACE, KeyEvent.VK_5);
		openGroup = InterfaceID.CHAT_LEFT;
		turn();
		type(KeyEvent.VK_Q, KeyEvent.VK_SPACE, KeyEvent.VK_5);
		openGroup = 0;
		shownLine = "Me: Press Enter to Chat...";
		turn();
		type(KeyEvent.VK_Q, KeyEvent.VK_SPACE, KeyEvent.VK_5, KeyEvent.VK_ENTER);
		for (int look = 0; look < 3; look++)
		{
			type(KeyEvent.VK_H, KeyEvent.VK_I); // the line may be unlocked, though nothing shows it yet
			turn();
		}
		type(KeyEvent.VK_Q);
		openGroup = InterfaceID.REPORTABUSE;
		turn();
		type(KeyEvent.VK_Q);
		turn();
		game.plugin.onGameTick(new GameTick());
	}

	/** Text in the chat line, spaces in it, a search of a map that was closed and one that is open, a short message. */
	void quiet()
	{
		typed = "hi";
		turn();
		type(KeyEvent.VK_F1);
		typed = "  ";
		searching = 1;
		turn();
		type(KeyEvent.VK_F2);
		openGroup = InterfaceID.WORLDMAP;
		turn();
		type(KeyEvent.VK_F3);
		openGroup = 0;
		turn();
		game.plugin.onGameTick(new GameTick());
		game.plugin.onGameTick(new GameTick());
		typed = "ty";
		turn();
		typed = "";
		turn();
		game.plugin.onGameTick(new GameTick());
	}

	private Widget widget(Object[] args)
	{
		if (args.length == 1)
		{
			boolean isLine = (int) args[0] == InterfaceID.Chatbox.INPUT;
			return isLine ? Fakes.of(Widget.class, Map.of("getText", shownLine)) : null;
		}
		return (int) args[0] == openGroup ? Fakes.of(Widget.class, Map.of()) : null;
	}

	private void turn()
	{
		game.turn();
	}

	private void type(int... keyCodes)
	{
		for (int keyCode : keyCodes)
		{
			game.keys.keyPressed(InputProbe.key(KeyEvent.KEY_PRESSED, keyCode));
			game.keys.keyReleased(InputProbe.key(KeyEvent.KEY_RELEASED, keyCode));
		}
	}
}
