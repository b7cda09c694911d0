package osrsagent.plugin;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers on whatever thread of the client calls them, and keeps what they throw from it. RuneLite logs the
 * exceptions of a handler and goes on, but not the errors, such as of a plugin built for another version of it; here
 * both are counted, and only the first is logged.
 */
final class Guard
{
	private static final Logger log = LoggerFactory.getLogger(Guard.class);

	/** What is run: it may fail in any way, also at opening a file or a socket. */
	interface Handler
	{
		void run() throws IOException;
	}

	private final AtomicInteger failures = new AtomicInteger();

	/** Failures so far. */
	int failures()
	{
		return failures.get();
	}

	/** Whether something is so; false where finding out fails, which counts as a failure. */
	boolean isTrue(BooleanSupplier question)
	{
		boolean[] answer = {false};
		run(() -> answer[0] = question.getAsBoolean());
		return answer[0];
	}

	void run(Handler handler)
	{
		try
		{
			handler.run();
		}
		catch (IOException | RuntimeException | LinkageError | AssertionError ex)
		{
			if (failures.incrementAndGet() == 1)
			{
				log.warn("osrs-agent bridge: something was not done", ex);
			}
		}
	}
}
