package dev.muster.transport.jgroups;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jgroups.logging.Log;
import org.jgroups.logging.Slf4jLogImpl;

/**
 * What the engine's TCP server logs. Its only warnings are of connections that bring
 * something else than our protocol: these are counted, and told once a minute for each
 * peer, instead of once for each packet.
 */
final class EngineServerLog extends Slf4jLogImpl implements Log {

	private static final Pattern REMOTE = Pattern.compile("sent by /?(\\S+?):\\d+|from /?(\\S+?):\\d+");

	private final EngineTcp.Side side;

	EngineServerLog(EngineTcp.Side side) {
		super(EngineServerLog.class);
		this.side = side;
	}

	@Override
	public void warn(String format, Object... args) {
		invalid(String.format(format, args));
	}

	@Override
	public void error(String format, Object... args) {
		if (Arrays.stream(args).anyMatch(Throwable.class::isInstance)) {
			invalid(String.format(format, args));
		}
		else {
			super.error(format, args);
		}
	}

	private void invalid(String text) {
		Matcher matcher = REMOTE.matcher(text);
		String peer = "an unknown peer";
		if (matcher.find()) {
			peer = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		}
		this.side.invalid(peer, text);
	}

}
