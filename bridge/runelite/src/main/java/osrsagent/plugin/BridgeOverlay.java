package osrsagent.plugin;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import javax.inject.Inject;
import net.runelite.client.ui.overlay.OverlayPanel;
import net.runelite.client.ui.overlay.OverlayPosition;
import net.runelite.client.ui.overlay.components.LineComponent;
import osrsagent.wire.LinkStatistics;

/** Whether the agent is connected, ticks sent and dropped; below it what is left out or wrong, if anything is. */
class BridgeOverlay extends OverlayPanel
{
	private final BridgePlugin plugin;
	private final BridgeConfig config;

	@Inject
	BridgeOverlay(BridgePlugin plugin, BridgeConfig config)
	{
		super(plugin);
		this.plugin = plugin;
		this.config = config;
		setPosition(OverlayPosition.TOP_LEFT);
	}

	@Override
	public Dimension render(Graphics2D graphics)
	{
		if (!config.showOverlay())
		{
			return null;
		}
		LinkStatistics link = plugin.linkStatistics();
		if (link == null)
		{
			line("no link", "see the log", Color.RED);
		}
		else
		{
			linesOf(link);
		}
		if (plugin.isTextFieldActive())
		{
			line("text field", "input is private", Color.WHITE);
		}
		if (plugin.unmeasured() > 0)
		{
			line("not measured", plugin.unmeasured() + " on screen", Color.WHITE);
		}
		if (plugin.failures() > 0)
		{
			line("failures", plugin.failures() + ", see the log", Color.RED);
		}
		return super.render(graphics);
	}

	/** Ticks, not messages: input that is sent as well would be counted among those. */
	static String counts(LinkStatistics link)
	{
		return link.sentTicks + " ticks sent, " + link.droppedTicks + " dropped";
	}

	private void linesOf(LinkStatistics link)
	{
		line(link.isConnected ? "agent" : "no agent", counts(link), link.isConnected ? Color.GREEN : Color.ORANGE);
		if (!link.isConnected && !link.lastFailure.isEmpty())
		{
			line(link.lastFailure, "", Color.ORANGE);
		}
		if (link.reduced > 0)
		{
			line("bank too long", link.reduced + " ticks", Color.ORANGE);
		}
	}

	private void line(String left, String right, Color color)
	{
		panelComponent.getChildren().add(LineComponent.builder().left(left).leftColor(color).right(right).build());
	}
}
