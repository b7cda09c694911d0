package osrsagent.wire;

import java.util.Random;

/** How long to wait before dialling again: longer after each failure, and never in step with others. */
public final class Backoff
{
	private static final double JITTER = 0.25;
	private static final int MAX_DOUBLINGS = 30;

	private final long firstMs;
	private final long longestMs;
	private final Random random;

	/** Waits that double from {@code firstMs} up to {@code longestMs}, each shortened by up to a quarter at random. */
	public Backoff(long firstMs, long longestMs, Random random)
	{
		this.firstMs = firstMs;
		this.longestMs = longestMs;
		this.random = random;
	}

	/** The waits of docs/protocol.md: 0.5, 1, 2, … 10 s. */
	public static Backoff standard(Random random)
	{
		return new Backoff(500, 10_000, random);
	}

	/** The wait after this many failures in a row, counted from 1. */
	long waitMs(int failures)
	{
		long doubledMs = firstMs << Math.min(failures - 1, MAX_DOUBLINGS);
		return Math.round(Math.min(longestMs, doubledMs) * (1 - JITTER * random.nextDouble()));
	}
}
