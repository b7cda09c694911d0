package osrsagent.plugin;

import java.awt.Rectangle;
import java.awt.Shape;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import osrsagent.wire.RectValue;

/**
 * How many places on the canvas may be measured in a tick: one takes 0.4 to 0.9 ms, so twelve, and none once 3 ms are
 * over.
 */
final class MeasuringBudget
{
	private static final int MAX_MEASURED = 12;
	private static final long MAX_NS = TimeUnit.MILLISECONDS.toNanos(3);

	private final LongSupplier clockNs;
	private final long startNs;
	private int measured;

	MeasuringBudget(LongSupplier clockNs)
	{
		this.clockNs = clockNs;
		this.startNs = clockNs.getAsLong();
	}

	/** The rectangle around a shape; null where it stays unknown: no shape, or the budget is used up. */
	Rectangle measure(Supplier<Shape> shape)
	{
		if (measured == MAX_MEASURED || clockNs.getAsLong() - startNs >= MAX_NS)
		{
			return null;
		}
		measured++;
		Shape outline = shape.get();
		return outline == null ? null : outline.getBounds();
	}

	/** The part of a rectangle that lies within another; null where there is none. */
	static RectValue visible(Rectangle bounds, Rectangle within)
	{
		Rectangle part = bounds.intersection(within);
		return part.isEmpty() ? null : new RectValue(part.x, part.y, part.width, part.height);
	}
}
