package osrsagent.wire;

/** What the link did since it was opened. */
public final class LinkStatistics
{
	/** Whether a session with the agent is open. */
	public final boolean isConnected;
	/** Tick and input messages that were sent. */
	public final long sent;
	/** Tick and input messages that never were. */
	public final long dropped;
	/** Those of {@link #sent} that were ticks. */
	public final long sentTicks;
	/** Those of {@link #dropped} that were ticks. */
	public final long droppedTicks;
	/** Ticks that were sent without their bank, because a frame was too short for it. */
	public final long reduced;
	/** Sessions that were opened. */
	public final int sessions;
	/** Why there is no session, or why the last one ended, in printable ASCII; "" before the first failure. */
	public final String lastFailure;

	LinkStatistics(boolean isConnected, Outbox outbox, int sessions, String lastFailure)
	{
		this.isConnected = isConnected;
		this.sent = outbox.sent();
		this.dropped = outbox.dropped();
		this.sentTicks = outbox.sentTicks();
		this.droppedTicks = outbox.droppedTicks();
		this.reduced = outbox.reduced();
		this.sessions = sessions;
		this.lastFailure = lastFailure;
	}
}
