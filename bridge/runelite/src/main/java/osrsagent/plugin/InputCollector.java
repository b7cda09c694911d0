package osrsagent.plugin;

import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.runelite.client.input.KeyListener;
import net.runelite.client.input.MouseListener;
import net.runelite.client.input.MouseWheelListener;
import osrsagent.wire.Author;
import osrsagent.wire.InputEventValue;
import osrsagent.wire.MouseButton;
import osrsagent.wire.Protocol;

/**
 * What the user does in the game window, while that may be told: collected on the AWT thread, taken by the client
 * thread. Every event passes on unchanged. Places are game pixels: RuneLite translates them before it calls.
 */
final class InputCollector implements MouseListener, MouseWheelListener, KeyListener
{
	/** The keys that make RuneLite's key remapping let the next ones into the chat line. */
	private static final Set<Integer> UNLOCKING = Set.of(KeyEvent.VK_ENTER, KeyEvent.VK_SLASH, KeyEvent.VK_COLON);
	/** Looks at the client until one surely sees what such a key did. */
	private static final int UNSURE_LOOKS = 2;

	private final List<InputEventValue> events = new ArrayList<>();
	private final Map<MouseButton, MouseEvent> heldButtons = new EnumMap<>(MouseButton.class);
	private final Map<Integer, String> heldKeys = new HashMap<>();
	private boolean isAllowed;
	private Set<Typing.TextKey> noText = EnumSet.noneOf(Typing.TextKey.class);
	private int unsureLooks;

	/** Begins or ends collecting; what is held when it ends counts as released. */
	synchronized void allow(boolean allowed)
	{
		if (!allowed)
		{
			releaseAll();
		}
		isAllowed = allowed;
	}

	/** Says which keys are no text, as a look at the client just found. */
	synchronized void allowKeys(Set<Typing.TextKey> found)
	{
		noText = unsureLooks == 0 ? found : EnumSet.noneOf(Typing.TextKey.class);
		unsureLooks = Math.max(0, unsureLooks - 1);
	}

	/** The oldest events that were collected, as many as fit into one message. */
	synchronized List<InputEventValue> take()
	{
		List<InputEventValue> oldest = events.subList(0, Math.min(events.size(), Protocol.MAX_EVENTS));
		List<InputEventValue> taken = new ArrayList<>(oldest);
		oldest.clear();
		return taken;
	}

	/** Forgets what was collected and not taken. */
	synchronized void drop()
	{
		events.clear();
	}

	@Override
	public synchronized MouseEvent mousePressed(MouseEvent event)
	{
		MouseButton button = buttonOf(event);
		if (mayBegin() && button != null)
		{
			boolean isReleaseMissing = heldButtons.put(button, event) != null;
			if (isReleaseMissing)
			{
				release(button, event, Protocol.nowNs());
			}
			events.add(InputEventValue.buttonPress(Protocol.nowNs(), event.getX(), event.getY(), button, Author.HUMAN));
		}
		return event;
	}

	@Override
	public synchronized MouseEvent mouseReleased(MouseEvent event)
	{
		MouseButton button = buttonOf(event);
		if (button != null && heldButtons.remove(button) != null)
		{
			release(button, event, Protocol.nowNs());
		}
		return event;
	}

	@Override
	public synchronized MouseEvent mouseMoved(MouseEvent event)
	{
		if (mayBegin())
		{
			events.add(InputEventValue.pointerMove(Protocol.nowNs(), event.getX(), event.getY(), Author.HUMAN));
		}
		return event;
	}

	@Override
	public MouseEvent mouseDragged(MouseEvent event)
	{
		return mouseMoved(event);
	}

	@Override
	public synchronized MouseWheelEvent mouseWheelMoved(MouseWheelEvent event)
	{
		int notches = -event.getWheelRotation(); // AWT counts towards the user
		if (mayBegin() && notches != 0)
		{
			events.add(
				InputEventValue.wheelScroll(Protocol.nowNs(), event.getX(), event.getY(), notches, Author.HUMAN));
		}
		return event;
	}

	@Override
	public synchronized void keyPressed(KeyEvent event)
	{
		String key = KeyNames.of(event.getKeyCode(), noText);
		if (mayBegin() && key != null && !heldKeys.containsKey(event.getKeyCode()))
		{
			if (!heldKeys.containsValue(key)) // keys that share a name count as one
			{
				events.add(InputEventValue.keyPress(Protocol.nowNs(), key, Author.HUMAN));
			}
			heldKeys.put(event.getKeyCode(), key);
		}
		if (UNLOCKING.contains(event.getKeyCode()))
		{
			noText = EnumSet.noneOf(Typing.TextKey.class);
			unsureLooks = UNSURE_LOOKS;
		}
	}

	@Override
	public synchronized void keyReleased(KeyEvent event)
	{
		String key = heldKeys.remove(event.getKeyCode());
		if (key != null && !heldKeys.containsValue(key))
		{
			events.add(InputEventValue.keyRelease(Protocol.nowNs(), key, Author.HUMAN));
		}
	}

	/** The releases of what is held now go to another window. */
	@Override
	public synchronized void focusLost()
	{
		releaseAll();
	}

	@Override
	public void keyTyped(KeyEvent event)
	{
		// text is never collected
	}

	@Override
	public MouseEvent mouseClicked(MouseEvent event)
	{
		return event;
	}

	@Override
	public MouseEvent mouseEntered(MouseEvent event)
	{
		return event;
	}

	@Override
	public MouseEvent mouseExited(MouseEvent event)
	{
		return event;
	}

	/** Whether anything but a release may be collected. */
	private boolean mayBegin()
	{
		return isAllowed && events.size() < Protocol.MAX_EVENTS;
	}

	private void releaseAll()
	{
		long nowNs = Protocol.nowNs();
		heldButtons.forEach((button, event) -> release(button, event, nowNs));
		new HashSet<>(heldKeys.values())
			.forEach(key -> events.add(InputEventValue.keyRelease(nowNs, key, Author.HUMAN)));
		heldButtons.clear();
		heldKeys.clear();
	}

	private void release(MouseButton button, MouseEvent event, long nowNs)
	{
		events.add(InputEventValue.buttonRelease(nowNs, event.getX(), event.getY(), button, Author.HUMAN));
	}

	private static MouseButton buttonOf(MouseEvent event)
	{
		switch (event.getButton())
		{
			case MouseEvent.BUTTON1:
				return MouseButton.LEFT;
			case MouseEvent.BUTTON2:
				return MouseButton.MIDDLE;
			case MouseEvent.BUTTON3:
				return MouseButton.RIGHT;
			default:
				return null;
		}
	}
}
