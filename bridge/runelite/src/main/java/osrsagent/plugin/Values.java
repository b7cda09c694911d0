package osrsagent.plugin;

import java.awt.Rectangle;
import java.util.regex.Pattern;
import net.runelite.api.coords.LocalPoint;
import net.runelite.api.coords.WorldPoint;
import osrsagent.wire.LocalPointValue;
import osrsagent.wire.RectValue;
import osrsagent.wire.WorldPointValue;

/** RuneLite's values as the wire has them. */
final class Values
{
	private static final Pattern TAG = Pattern.compile("<[^>]*>");

	private Values()
	{
	}

	static WorldPointValue point(WorldPoint point)
	{
		return new WorldPointValue(point.getX(), point.getY(), point.getPlane());
	}

	static LocalPointValue local(LocalPoint point)
	{
		return point == null ? null : new LocalPointValue(point.getX(), point.getY());
	}

	static RectValue rect(Rectangle bounds)
	{
		return new RectValue(bounds.x, bounds.y, Math.max(0, bounds.width), Math.max(0, bounds.height));
	}

	/** Part of a whole from 0 to 1; null where the game does not show it. */
	static Double share(int part, int whole)
	{
		return part < 0 || whole <= 0 ? null : Math.min(1.0, (double) part / whole);
	}

	/** Text without the game's colour tags. */
	static String plain(String text)
	{
		return text == null ? "" : TAG.matcher(text).replaceAll("");
	}
}
