package osrsagent.wire;

/**
 * How the world is shown: the canvas, the world's part of it, the camera; zoom is pixels a tile. Mirrors {@code
 * bridge.state.View}.
 */
public final class ViewValue implements WireValue
{
	final int canvasWidthPx;
	final int canvasHeightPx;
	final RectValue viewport;
	final Double yawRad;
	final Double pitchRad;
	final Double zoom;

	public ViewValue(
		int canvasWidthPx, int canvasHeightPx, RectValue viewport, Double yawRad, Double pitchRad, Double zoom)
	{
		this.canvasWidthPx = canvasWidthPx;
		this.canvasHeightPx = canvasHeightPx;
		this.viewport = viewport;
		this.yawRad = yawRad;
		this.pitchRad = pitchRad;
		this.zoom = zoom;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(6);
		writer.string("canvas_width_px").integer(canvasWidthPx);
		writer.string("canvas_height_px").integer(canvasHeightPx);
		writer.string("viewport").valueOrNil(viewport);
		writer.string("yaw_rad").realOrNil(yawRad);
		writer.string("pitch_rad").realOrNil(pitchRad);
		writer.string("zoom").realOrNil(zoom);
	}
}
