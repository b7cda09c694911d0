package osrsagent.wire;

/**
 * How the world is shown: the canvas, the world's part of it, the camera; zoom is pixels a tile; the
 * shown size is that after stretching. Mirrors {@code bridge.state.View}.
 */
public final class ViewValue implements WireValue
{
	final int canvasWidthPx;
	final int canvasHeightPx;
	final RectValue viewport;
	final Double yawRad;
	final Double pitchRad;
	final Double zoom;
	final Boolean isResizable;
	final Integer shownWidthPx;
	final Integer shownHeightPx;

	public ViewValue(
		int canvasWidthPx, int canvasHeightPx, RectValue viewport, Double yawRad, Double pitchRad, Double zoom,
		Boolean isResizable, Integer shownWidthPx, Integer shownHeightPx)
	{
		this.canvasWidthPx = canvasWidthPx;
		this.canvasHeightPx = canvasHeightPx;
		this.viewport = viewport;
		this.yawRad = yawRad;
		this.pitchRad = pitchRad;
		this.zoom = zoom;
		this.isResizable = isResizable;
		this.shownWidthPx = shownWidthPx;
		this.shownHeightPx = shownHeightPx;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(9);
		writer.string("canvas_width_px").integer(canvasWidthPx);
		writer.string("canvas_height_px").integer(canvasHeightPx);
		writer.string("viewport").valueOrNil(viewport);
		writer.string("yaw_rad").realOrNil(yawRad);
		writer.string("pitch_rad").realOrNil(pitchRad);
		writer.string("zoom").realOrNil(zoom);
		writer.string("is_resizable").boolOrNil(isResizable);
		writer.string("shown_width_px").integerOrNil(shownWidthPx);
		writer.string("shown_height_px").integerOrNil(shownHeightPx);
	}
}
