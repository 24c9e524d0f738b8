package dev.muster.transport;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start when no port of the configured range can be bound.
 */
public class PortInUseException extends TransportException {

	private final String address;

	private final int firstPort;

	private final int lastPort;

	/**
	 * Create an exception.
	 * @param address the bind address
	 * @param firstPort first port that was tried
	 * @param lastPort last port that was tried
	 * @param cause why the last one could not be bound
	 */
	public PortInUseException(String address, int firstPort, int lastPort, @Nullable Throwable cause) {
		super("No port of " + address + " from " + firstPort + " to " + lastPort + " can be bound", cause);
		this.address = address;
		this.firstPort = firstPort;
		this.lastPort = lastPort;
	}

	/**
	 * Return the bind address.
	 * @return the address
	 */
	public String address() {
		return this.address;
	}

	/**
	 * Return the first port that was tried.
	 * @return the port
	 */
	public int firstPort() {
		return this.firstPort;
	}

	/**
	 * Return the last port that was tried.
	 * @return the port
	 */
	public int lastPort() {
		return this.lastPort;
	}

}
