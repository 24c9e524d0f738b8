package dev.muster.test.consul;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How to run a {@link ConsulAgent}. Immutable: each {@code with} method returns another
 * object.
 *
 * @param launcher what to put before the command, such as to enter a namespace
 * @param address literal address to listen at
 * @param port port to listen at, or 0 for a free one
 * @param masterToken if set, everything is forbidden but to who shows this token
 * @param certificate file with the certificate for HTTPS, as PEM; {@code null} for HTTP
 * @param key file with its key, as PEM
 */
public record ConsulAgentOptions(List<String> launcher, String address, int port, @Nullable String masterToken,
		@Nullable Path certificate, @Nullable Path key) {

	public ConsulAgentOptions {
		launcher = List.copyOf(launcher);
	}

	/**
	 * Return the defaults: HTTP on a free port of loopback, without tokens.
	 * @return the options
	 */
	public static ConsulAgentOptions defaults() {
		return new ConsulAgentOptions(List.of(), "127.0.0.1", 0, null, null, null);
	}

	/**
	 * Run elsewhere.
	 * @param launcher what to put before the command
	 * @param address literal address to listen at
	 * @param port port to listen at
	 * @return the options
	 */
	public ConsulAgentOptions withHost(List<String> launcher, String address, int port) {
		return new ConsulAgentOptions(launcher, address, port, this.masterToken, this.certificate, this.key);
	}

	/**
	 * Want a token.
	 * @param masterToken the token, a UUID
	 * @return the options
	 */
	public ConsulAgentOptions withMasterToken(String masterToken) {
		return new ConsulAgentOptions(this.launcher, this.address, this.port, masterToken, this.certificate, this.key);
	}

	/**
	 * Speak HTTPS.
	 * @param certificate file with the certificate, as PEM
	 * @param key file with its key, as PEM
	 * @return the options
	 */
	public ConsulAgentOptions withTls(Path certificate, Path key) {
		return new ConsulAgentOptions(this.launcher, this.address, this.port, this.masterToken, certificate, key);
	}

	List<String> arguments(int http) {
		List<String> arguments = new ArrayList<>();
		if (this.certificate != null && this.key != null) {
			arguments.addAll(List.of("-http-port=-1", "-https-port=" + http, "-hcl",
					"cert_file=\"" + this.certificate + "\"\nkey_file=\"" + this.key + "\""));
		}
		else {
			arguments.add("-http-port=" + http);
		}
		if (this.masterToken != null) {
			arguments.addAll(List.of("-hcl", """
					acl {
						enabled = true
						default_policy = "deny"
						tokens { master = "%s", agent = "%s" }
					}""".formatted(this.masterToken, this.masterToken)));
		}
		return arguments;
	}

}
