package osrsagent.plugin;

import java.awt.Rectangle;
import java.awt.Shape;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import osrsagent.wire.RectValue;

/**
 * How many places on the canvas may be measured in a tick: one takes 0.4 to 0.9 ms, so twelve, and none once 3 ms are
 * over. What was left out is counted.
 */
final class MeasuringBudget
{
	private static final int MAX_MEASURED = 12;
	private static final long MAX_NS = TimeUnit.MILLISECONDS.toNanos(3);

	private final LongSupplier clockNs;
	private final long startNs;
	private int measured;
	private int leftOut;

	MeasuringBudget(LongSupplier clockNs)
	{
		this.clockNs = clockNs;
		this.startNs = clockNs.getAsLong();
	}

	/** The part of a shape that lies in the viewport; null where there is none, or where the budget is used up. */
	RectValue measure(Supplier<Shape> shape, Rectangle viewport)
	{
		if (measured == MAX_MEASURED || clockNs.getAsLong() - startNs >= MAX_NS)
		{
			leftOut++;
			return null;
		}
		measured++;
		Shape outline = shape.get();
		return outline == null ? null : visible(outline.getBounds(), viewport);
	}

	/** Things that were not measured though they were on screen. */
	int leftOut()
	{
		return leftOut;
	}

	/** The part of a rectangle that lies within another; null where there is none. */
	static RectValue visible(Rectangle bounds, Rectangle within)
	{
		Rectangle part = bounds.intersection(within);
		return part.isEmpty() ? null : new RectValue(part.x, part.y, part.width, part.height);
	}
}
