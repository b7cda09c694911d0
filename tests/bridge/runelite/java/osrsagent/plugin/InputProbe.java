package osrsagent.plugin;

import java.awt.Canvas;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.util.EnumSet;
import java.util.List;
import osrsagent.wire.AgentLink;
import osrsagent.wire.InputEventValue;
import osrsagent.wire.Protocol;

/** What the collector of input makes of a person's events, told over a link. */
final class InputProbe
{
	private static final Canvas CANVAS = Fakes.source();

	private final InputCollector input = new InputCollector();
	private final AgentLink link;

	InputProbe(AgentLink link)
	{
		this.link = link;
	}

	/** @param what {@code input}, {@code held} or {@code cap} */
	void run(String what)
	{
		switch (what)
		{
			case "held":
				held();
				break;
			case "cap":
				cap();
				break;
			default:
				onlyWhileAllowed();
		}
		for (List<InputEventValue> events = input.take(); !events.isEmpty(); events = input.take())
		{
			link.offer(events, Protocol.nowNs());
		}
	}

	static MouseEvent mouse(int id, int button)
	{
		return new MouseEvent(CANVAS, id, 0, InputEvent.BUTTON1_DOWN_MASK, 12, 34, 1, false, button);
	}

	static KeyEvent key(int id, int keyCode)
	{
		return new KeyEvent(CANVAS, id, 0, 0, keyCode, KeyEvent.CHAR_UNDEFINED);
	}

	private void onlyWhileAllowed()
	{
		input.allowKeys(EnumSet.allOf(Typing.TextKey.class));
		input.mousePressed(mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1)); // not allowed yet
		input.allow(true);
		input.mouseReleased(mouse(MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1)); // its press was not told
		input.mousePressed(mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON3));
		input.mouseReleased(mouse(MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON3));
		press(KeyEvent.VK_Q);
		press(KeyEvent.VK_Q); // a repeat
		input.allow(false); // such as at the bank PIN
		release(KeyEvent.VK_Q); // already told
		press(KeyEvent.VK_Q);
	}

	/** A lost release, two letters at once, and a window that loses the focus while a key and a button are held. */
	private void held()
	{
		input.allow(true);
		input.allowKeys(EnumSet.allOf(Typing.TextKey.class));
		input.mousePressed(mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1));
		input.mousePressed(mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1));
		press(KeyEvent.VK_Q);
		press(KeyEvent.VK_W);
		release(KeyEvent.VK_Q);
		release(KeyEvent.VK_W);
		press(KeyEvent.VK_ALT);
		input.focusLost();
		release(KeyEvent.VK_ALT); // already told
		input.mouseReleased(mouse(MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1));
	}

	/** More turns of the wheel than a message holds while a key is held. */
	private void cap()
	{
		input.allow(true);
		input.allowKeys(EnumSet.allOf(Typing.TextKey.class));
		press(KeyEvent.VK_Q);
		for (int i = 0; i < 300; i++)
		{
			input.mouseWheelMoved(new MouseWheelEvent(CANVAS, MouseEvent.MOUSE_WHEEL, 0, 0, 12, 34, 0, false,
				MouseWheelEvent.WHEEL_UNIT_SCROLL, 3, 1));
		}
		press(KeyEvent.VK_SHIFT);
		input.mousePressed(mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1));
		release(KeyEvent.VK_SHIFT);
		release(KeyEvent.VK_Q);
	}

	private void press(int keyCode)
	{
		input.keyPressed(key(KeyEvent.KEY_PRESSED, keyCode));
	}

	private void release(int keyCode)
	{
		input.keyReleased(key(KeyEvent.KEY_RELEASED, keyCode));
	}
}
