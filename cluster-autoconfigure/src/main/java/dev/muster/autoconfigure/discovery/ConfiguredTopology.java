package dev.muster.autoconfigure.discovery;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;

/**
 * A topology as the properties describe it.
 *
 * @param name the user's name for it
 * @param properties its properties
 * @param defaultPort port of peers whose address tells none
 */
public record ConfiguredTopology(String name, TopologyProperties properties, int defaultPort) {

	// As strategies write it: "static.addresses: it is ..." or "static.addresses is ..."
	private static final Pattern NAMED = Pattern.compile("^([a-z-]+(?:\\.[a-z-]+)+)(?::? )(.*)$", Pattern.DOTALL);

	/**
	 * Return the whole name of a property of this topology.
	 * @param key the property's name below the topology's
	 * @return the name
	 */
	public String property(String key) {
		return "muster.topologies." + this.name + "." + key;
	}

	/**
	 * Make an exception of one that a strategy threw, whose message may begin with the
	 * name of the property below the topology's.
	 * @param cause the strategy's exception
	 * @return an exception that names the property
	 */
	InvalidClusterPropertyException invalid(IllegalArgumentException cause) {
		String message = Objects.requireNonNullElse(cause.getMessage(), "it is invalid");
		Matcher named = NAMED.matcher(message);
		String property = named.matches() ? property(named.group(1)) : "muster.topologies." + this.name;
		String problem = named.matches() ? named.group(2) : message;
		return new InvalidClusterPropertyException(property, problem, "Correct '" + property + "'.", cause);
	}

}
