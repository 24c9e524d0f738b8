package dev.muster.test.netns;

import java.util.ArrayList;
import java.util.List;

/**
 * A host in a network of namespaces: processes started with its {@link #launcher()} see
 * its interfaces and no others.
 *
 * @param name the name of the namespace
 * @param interfaceName the interface that reaches the other hosts
 * @param address the host's literal IPv4 address on that interface
 * @param port the bridge's side of the cable, by which a cut is made
 */
public record NamespaceHost(String name, String interfaceName, String address, String port) {

	/**
	 * Return what to put before a command to run it on this host. The launcher becomes
	 * the command, with the same process id: {@link Process#destroyForcibly()} kills the
	 * command itself.
	 * @return the words
	 */
	public List<String> launcher() {
		return List.of("ip", "netns", "exec", this.name);
	}

	/**
	 * Return a command as it is run on this host.
	 * @param command the command's words
	 * @return the words, for a {@link ProcessBuilder}
	 */
	public List<String> command(List<String> command) {
		List<String> words = new ArrayList<>(launcher());
		words.addAll(command);
		return words;
	}

}
